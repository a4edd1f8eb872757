using System.Globalization;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Commands;

/// <summary><c>dead-letters</c>.</summary>
internal static class DeadLettersCommand
{
    private const int PayloadCharacters = 60;

    internal static ClusterWork Work(int limit) => async (cluster, output, cancellationToken) =>
    {
        IReadOnlyList<DeadLetterInfo> letters = await cluster.GetDeadLettersAsync(limit, cancellationToken);
        if (output.IsJson)
        {
            output.WriteJson(new { deadLetters = letters });
        }
        else if (letters.Count == 0)
        {
            output.WriteLine("No dead letters: every record was applied.");
        }
        else
        {
            output.Write(Table(letters));
        }

        return ExitCodes.Success;
    };

    private static TextTable Table(IReadOnlyList<DeadLetterInfo> letters)
    {
        var table = new TextTable("recorded", "source", ">partition", ">position", "reason", ">bytes", "payload");
        foreach (DeadLetterInfo letter in letters)
        {
            table.Add(
                DisplayFormat.Time(letter.RecordedAt),
                Printable.Sanitize(letter.Source),
                letter.Partition.ToString(CultureInfo.InvariantCulture),
                letter.Position,
                Printable.Sanitize(letter.Reason),
                DisplayFormat.Number(letter.Length),
                letter.Raw is null ? "-" : Printable.Sanitize(letter.Raw, PayloadCharacters));
        }

        return table;
    }
}
