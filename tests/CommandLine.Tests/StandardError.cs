namespace PathwayOrleans.CommandLine.Tests;

/// <summary>Captures what is written to the console. Tests that use it must not run in parallel.</summary>
[CollectionDefinition(nameof(StandardError), DisableParallelization = true)]
public sealed class StandardError
{
    /// <summary>Runs work and returns its exit code and its text on standard error, without the final line end.</summary>
    internal static async Task<(int ExitCode, string Errors)> CaptureAsync(Func<Task<int>> work)
    {
        (int exitCode, _, string errors) = await CaptureBothAsync(work);
        return (exitCode, errors);
    }

    /// <summary>
    /// Runs work and returns its exit code and its text on standard output and standard error, without the final line ends.
    /// </summary>
    internal static async Task<(int ExitCode, string Output, string Errors)> CaptureBothAsync(Func<Task<int>> work)
    {
        TextWriter output = Console.Out;
        TextWriter errors = Console.Error;
        using var capturedOutput = new StringWriter();
        using var capturedErrors = new StringWriter();
        Console.SetOut(capturedOutput);
        Console.SetError(capturedErrors);
        try
        {
            int exitCode = await work();
            return (exitCode, Trim(capturedOutput), Trim(capturedErrors));
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }

    private static string Trim(StringWriter text) => text.ToString().TrimEnd('\r', '\n');
}
