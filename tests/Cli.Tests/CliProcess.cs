using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Cli.Tests;

/// <summary>The command as users run it: a process, with its two outputs kept apart.</summary>
internal sealed class CliProcess : IDisposable
{
    private static readonly string Dll = typeof(PathwayCommand).Assembly.Location;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];

    private CliProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Add(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    internal int Id => _process.Id;

    /// <summary>What it wrote to standard output so far.</summary>
    internal string Output => Text(_output);

    /// <summary>What it wrote to standard error so far.</summary>
    internal string Errors => Text(_errors);

    /// <summary>Everything, for messages of tests.</summary>
    internal string Transcript => $"{Output}{Environment.NewLine}--- standard error ---{Environment.NewLine}{Errors}";

    internal bool HasExited => _process.HasExited;

    /// <summary>The last line of standard output, as JSON.</summary>
    internal JsonElement Json => JsonDocument.Parse(Output.TrimEnd().Split('\n')[^1]).RootElement;

    /// <summary>Starts it.</summary>
    internal static CliProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [Dll, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new CliProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    internal static async Task<CliProcess> RunAsync(IEnumerable<string> arguments, int exitCode, IReadOnlyDictionary<string, string>? environment = null)
    {
        CliProcess process = Start(arguments, environment);
        int actual = await process.UntilExitAsync();
        Assert.True(actual == exitCode, $"Expected exit code {exitCode}, got {actual}.{Environment.NewLine}{process.Transcript}");
        return process;
    }

    internal async Task<int> UntilExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Returns when it has said something on standard error; fails where it ends before that.</summary>
    internal Task UntilSaidAsync(string what) => Eventually.SucceedsAsync(
        () =>
        {
            Assert.False(HasExited, Transcript);
            return Task.FromResult(Errors.Contains(what, StringComparison.Ordinal));
        },
        TimeSpan.FromSeconds(90),
        $"the command to say '{what}'");

    /// <summary>Gives it this on standard input, and no more.</summary>
    internal async Task WriteInputAsync(byte[] input)
    {
        await _process.StandardInput.BaseStream.WriteAsync(input);
        _process.StandardInput.Close();
    }

    /// <summary>Sends a signal by its name, such as INT.</summary>
    internal void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]);
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

    private static string Text(List<string> lines)
    {
        lock (lines)
        {
            return string.Join('\n', lines);
        }
    }
}
