using System.Text.Json;
using PathwayOrleans.LocalInfra;
using Xunit;

namespace PathwayOrleans.Testing.Processes;

/// <summary>
/// A .NET console program, run as users run it: a process with separate standard output and standard error. It is killed when
/// this object is disposed, when it exceeds the time limit of tests, and when the process of the tests ends.
/// </summary>
public sealed class CommandProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly ChildProcess _process;
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];

    private CommandProcess(ChildProcessOptions options) =>
        _process = ChildProcess.Start(
            options with { OnLine = line => Add(_output, line), OnErrorLine = line => Add(_errors, line) });

    public int Id => _process.Id;

    /// <summary>The lines of standard output so far.</summary>
    public IReadOnlyList<string> Lines => Copy(_output);

    /// <summary>The standard output so far.</summary>
    public string Output => string.Join('\n', Copy(_output));

    /// <summary>The standard error so far.</summary>
    public string Errors => string.Join('\n', Copy(_errors));

    /// <summary>All output, for messages of tests.</summary>
    public string Transcript => $"{Output}{Environment.NewLine}--- standard error ---{Environment.NewLine}{Errors}";

    public bool HasExited => _process.HasExited;

    /// <summary>The last line of standard output, as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Lines[^1]).RootElement;

    /// <summary>Starts a program.</summary>
    /// <param name="dll">The program's assembly.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="environment">Environment variables in addition to those of this process.</param>
    /// <param name="folder">The working directory; null for that of this process.</param>
    public static CommandProcess Start(
        string dll,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null) =>
        new(ChildProcessOptions.Dotnet(dll, [.. arguments]) with
        {
            Environment = (environment ?? new Dictionary<string, string>()).ToDictionary(
                variable => variable.Key, variable => (string?)variable.Value),
            WorkingDirectory = folder,
        });

    /// <summary>Runs a program to its end with an empty standard input; the exit code must be the given one.</summary>
    public static async Task<CommandProcess> RunAsync(
        string dll,
        IEnumerable<string> arguments,
        int exitCode,
        IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null)
    {
        CommandProcess process = Start(dll, arguments, environment, folder);
        process.CloseInput();
        await process.EndsWithAsync(exitCode);
        return process;
    }

    /// <summary>Waits for the end of the process and kills it after the time limit.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> UntilExitAsync()
    {
        try
        {
            return await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            await _process.DisposeAsync();
            throw new TimeoutException($"{_process.Description} did not end within {Patience}.{Environment.NewLine}{Transcript}");
        }
    }

    /// <summary>Waits for the end of the process; then the exit code must be the given one.</summary>
    public async Task EndsWithAsync(int exitCode)
    {
        int actual = await UntilExitAsync();
        Assert.True(actual == exitCode, $"Expected exit code {exitCode}, got {actual}.{Environment.NewLine}{Transcript}");
    }

    /// <summary>Waits until standard error contains a text; fails if the process ends before that.</summary>
    public Task UntilSaidAsync(string what) => Eventually.SucceedsAsync(
        () =>
        {
            Assert.False(HasExited, Transcript);
            return Task.FromResult(Errors.Contains(what, StringComparison.Ordinal));
        },
        TimeSpan.FromMinutes(5),
        $"the command to say '{what}'");

    /// <summary>Writes a line to its standard input.</summary>
    public async Task TypeAsync(string line)
    {
        await _process.Input.WriteLineAsync(line);
        await _process.Input.FlushAsync();
    }

    /// <summary>Writes a text to its standard input and closes it.</summary>
    public async Task WriteInputAsync(byte[] input)
    {
        await _process.Input.BaseStream.WriteAsync(input);
        CloseInput();
    }

    /// <summary>Closes its standard input.</summary>
    public void CloseInput() => _process.CloseInput();

    /// <summary>Sends a signal by its name: INT, TERM or KILL.</summary>
    public void Signal(string name)
    {
        Action send = name switch
        {
            "INT" => _process.Interrupt,
            "TERM" => _process.Terminate,
            "KILL" => _process.Kill,
            _ => throw new ArgumentException($"The signal is {name}; it must be INT, TERM or KILL.", nameof(name)),
        };
        send();
    }

    /// <summary>Kills the process if it still runs, and waits for its end.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static void Add(List<string> lines, string line)
    {
        lock (lines)
        {
            lines.Add(line);
        }
    }

    private static string[] Copy(List<string> lines)
    {
        lock (lines)
        {
            return [.. lines];
        }
    }
}
