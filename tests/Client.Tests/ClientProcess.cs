using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace PathwayOrleans.Client.Tests;

/// <summary>The client as users run it: a process, with its two outputs kept apart.</summary>
internal sealed class ClientProcess : IDisposable
{
    private static readonly string Dll = typeof(Client.Commands.ClientCommand).Assembly.Location;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];

    private ClientProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Add(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The lines of standard output so far.</summary>
    internal IReadOnlyList<string> Lines
    {
        get
        {
            lock (_output)
            {
                return [.. _output];
            }
        }
    }

    internal string Output => string.Join('\n', Lines);

    internal string Errors
    {
        get
        {
            lock (_errors)
            {
                return string.Join('\n', _errors);
            }
        }
    }

    /// <summary>Everything, for messages of tests.</summary>
    internal string Transcript => $"{Output}{Environment.NewLine}--- standard error ---{Environment.NewLine}{Errors}";

    /// <summary>The last line of standard output, as JSON.</summary>
    internal JsonElement Json => JsonDocument.Parse(Lines[^1]).RootElement;

    internal static ClientProcess Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo("dotnet", [Dll, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new ClientProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    internal static async Task<ClientProcess> RunAsync(
        IEnumerable<string> arguments, int exitCode, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        ClientProcess process = Start(arguments, environment, folder);
        process.CloseInput();
        await process.EndsWithAsync(exitCode);
        return process;
    }

    internal async Task EndsWithAsync(int exitCode)
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(_process.ExitCode == exitCode, $"Expected exit code {exitCode}, got {_process.ExitCode}.{Environment.NewLine}{Transcript}");
    }

    internal async Task TypeAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    internal void CloseInput() => _process.StandardInput.Close();

    /// <summary>Sends a signal by its name, such as INT.</summary>
    internal void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static void Add(List<string> lines, string? line)
    {
        lock (lines)
        {
            if (line is not null)
            {
                lines.Add(line);
            }
        }
    }
}
