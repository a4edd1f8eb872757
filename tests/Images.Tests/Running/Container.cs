using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using PathwayOrleans.Images.Tests.Building;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Images.Tests.Running;

/// <summary>
/// An image's process, started as an engine would under the strictest of Kubernetes' settings: its files and its base's
/// and no others, read-only but for <c>/tmp</c>; its user without capabilities; its environment and nothing of ours. It
/// shares this machine's network.
/// </summary>
internal sealed partial class Container : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // What aspnet:10.0-noble-chiseled sets.
    private static readonly Dictionary<string, string> BaseEnvironment = new()
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
                "/bin/sh", Machine.Script("Running/enter-container"), image.Root, root, Machine.Dotnet, IncompleteFeed.ExtraLibraries,
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

    /// <summary>What it printed, on both outputs.</summary>
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

    /// <summary>Its file system, as it sees it.</summary>
    internal string FileSystem => string.Create(CultureInfo.InvariantCulture, $"/proc/{Process.Id}/root");

    /// <summary>Starts an image's entry point.</summary>
    /// <param name="image">The image.</param>
    /// <param name="arguments">In place of its CMD; null for that.</param>
    /// <param name="environment">What a manifest would set.</param>
    internal static Container Start(BuiltImage image, IReadOnlyList<string>? arguments, IReadOnlyDictionary<string, string> environment) =>
        new(image, arguments, environment);

    /// <summary>Starts it where it is to end by itself, with code 0.</summary>
    /// <returns>Its lines.</returns>
    internal static async Task<IReadOnlyList<string>> RunAsync(
        BuiltImage image, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        await using Container container = Start(image, arguments, environment);
        await container.EndsWithAsync(0);
        return container.Lines;
    }

    /// <summary>Waits until an address answers 200.</summary>
    internal Task AnswersAsync(string url) => WaitForAsync(
        async () =>
        {
            Assert.False(Process.HasExited, $"It ended before it answered at {url}.");
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
        Assert.True(await Process.WaitForExitAsync() == code, $"Expected exit code {code} of {Process.Description}:\n{Process.OutputTail}");
    }

    /// <summary>Waits for a condition; where it does not come, the failure shows what was printed.</summary>
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
    /// What it printed is its log and nothing else. A library that the base lacks complains in a form of its own, and
    /// so does ASP.NET of two settings for one port.
    /// </summary>
    internal void AssertNothingIsAmiss()
    {
        Assert.NotEmpty(Lines);
        Assert.All(Lines, line => Assert.Matches(LogLine(), line));
        Assert.DoesNotContain(Lines, line => line.Contains("Overriding", StringComparison.Ordinal));
    }

    /// <summary>A line of <c>/proc/PID/status</c>, such as <c>CapEff</c>.</summary>
    internal string Status(string name) => File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{Process.Id}/status"))
        .Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal))[(name.Length + 1)..].Trim();

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\dT[\d:.]+Z (info|warn): ")]
    private static partial Regex LogLine();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Process.DisposeAsync();
    }
}
