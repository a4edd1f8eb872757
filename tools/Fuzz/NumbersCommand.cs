using System.CommandLine;
using PathwayOrleans.CommandLine;

namespace PathwayOrleans.Fuzz;

/// <summary><c>numbers</c>: the numbers of events.</summary>
internal static class NumbersCommand
{
    private const int Batch = 100_000;

    internal static Command Create()
    {
        var count = new Option<long>("--count")
        {
            Description = "Number of inputs.",
            DefaultValueFactory = _ => 5_000_000,
            HelpName = "COUNT",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Seed of the random inputs; equal seeds give equal inputs.",
            DefaultValueFactory = _ => 1,
            HelpName = "NUMBER",
        };
        var command = new Command(
            "numbers", "Values and times in JSON and CSV, compared with exact arithmetic on the digits.") { count, seed };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(
            Run(parsed.GetValue(count), parsed.GetValue(seed), cancellationToken)));
        return command;
    }

    private static int Run(long count, int seed, CancellationToken cancellationToken)
    {
        var inputs = new NumberInputs(seed);
        var comparison = new NumberComparison();
        for (long done = 0; done < count; done += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (long i = done; i < Math.Min(count, done + Batch); i++)
            {
                if (comparison.FindDifference(inputs.Next()) is { } difference)
                {
                    Console.Error.WriteLine(difference);
                    return ExitCodes.Failure;
                }
            }
        }

        Console.WriteLine($"{count} inputs, no difference");
        return ExitCodes.Success;
    }
}
