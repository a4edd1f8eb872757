using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using PathwayOrleans.Images.Tests.Building;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Images.Tests;

/// <summary>
/// The process of an image, started as a container engine does with the strictest settings of Kubernetes: it has only its own
/// files and those of its base, read-only except for <c>/tmp</c>, its own user without capabilities, and only its own
/// environment. It uses the network of this machine.
/// </summary>
internal sealed partial class Container : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // The variables of aspnet:10.0-noble-chiseled.
    private static readonly Dictionary<string, string> BaseEnvironment = new(RuntimeSettings.OfThisProcess)
    {
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ["APP_UID"] = "1654",
        ["ASPNETCORE_HTTP_PORTS"] = "8080",
        ["DOTNET_RUNNING_IN_CONTAINER"] = "true",
        ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "true",
    };

    private readonly List<string> _lines = [];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(7) };

    private Container(BuiltImage image, IReadOnlyList<string>? arguments, IReadOnlyDictionary<string, string> environment)
    {
        string root = Path.Combine(ScratchFolders.New(), "root");
        string user = image.Stage.User ?? throw new InvalidOperationException("The image has no user.");
        string[] command = [.. image.Stage.EntryPoint, .. arguments ?? image.Stage.Command];
        var variables = new Dictionary<string, string>(BaseEnvironment);
        foreach ((string name, string value) in image.Stage.Environment.Concat(environment))
        {
            variables[name] = value;
        }

        Process = ChildProcess.Start(Machine.WithOwnMounts(
            [
                "/bin/sh", Machine.Script("enter-container"), image.Root, root, Machine.Dotnet,
                "env", "-i", .. variables.Select(variable => $"{variable.Key}={variable.Value}"),
                "setpriv", "--no-new-privs",
                "unshare", $"--root={root}", $"--wd={image.Stage.Folder}", $"--setgid={user}", $"--setuid={user}",
                .. command,
            ]) with
        {
            OnLine = line =>
            {
                lock (_lines)
                {
                    _lines.Add(line);
                }
            },
        });
    }

    internal ChildProcess Process { get; }

    /// <summary>The output, from both streams.</summary>
    internal IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>The root folder of its file system.</summary>
    internal string FileSystem => string.Create(CultureInfo.InvariantCulture, $"/proc/{Process.Id}/root");

    /// <summary>Starts an image's entry point.</summary>
    /// <param name="image">The image.</param>
    /// <param name="arguments">The arguments; null for those of CMD.</param>
    /// <param name="environment">The environment variables that a manifest would set.</param>
    internal static Container Start(
        BuiltImage image, IReadOnlyList<string>? arguments, IReadOnlyDictionary<string, string> environment) =>
        new(image, arguments, environment);

    /// <summary>Runs the entry point until it ends; the exit code must be 0.</summary>
    /// <returns>The lines of its output.</returns>
    internal static async Task<IReadOnlyList<string>> RunAsync(
        BuiltImage image, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        await using Container container = Start(image, arguments, environment);
        await container.EndsWithAsync(0);
        return container.Lines;
    }

    /// <summary>Waits until an address responds with status 200.</summary>
    internal Task AnswersAsync(string url) => WaitForAsync(
        async () =>
        {
            Assert.False(Process.HasExited, $"The process ended before it responded at {url}.");
            try
            {
                return (await _http.GetAsync(new Uri(url))).StatusCode == HttpStatusCode.OK;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                return false;
            }
        },
        $"200 of {url}");

    internal async Task EndsWithAsync(int code)
    {
        await WaitForAsync(() => Task.FromResult(Process.HasExited), "its end");
        Assert.True(
            await Process.WaitForExitAsync() == code,
            $"Expected exit code {code} of {Process.Description}:\n{Process.OutputTail}");
    }

    /// <summary>Waits for a condition; a failure shows the output.</summary>
    internal async Task WaitForAsync(Func<Task<bool>> condition, string what)
    {
        try
        {
            await Eventually.SucceedsAsync(condition, Patience, what);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}\n{Process.Description}\n{Process.OutputTail}", e);
        }
    }

    /// <summary>
    /// Asserts that the output consists of log lines only. Errors about a missing library of the base, or a warning of ASP.NET
    /// about two settings for one port, have another format.
    /// </summary>
    internal void AssertNothingIsAmiss()
    {
        Assert.NotEmpty(Lines);
        Assert.All(Lines, line => Assert.Matches(LogLine(), line));
        Assert.DoesNotContain(Lines, line => line.Contains("Overriding", StringComparison.Ordinal));
    }

    /// <summary>A line of <c>/proc/PID/status</c>, such as <c>CapEff</c>.</summary>
    internal string Status(string name) =>
        File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{Process.Id}/status"))
        .Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal))[(name.Length + 1)..].Trim();

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\dT[\d:.]+Z (info|warn): ")]
    private static partial Regex LogLine();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Process.DisposeAsync();
    }
}
