using System.Globalization;
using PathwayOrleans.Display;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Commands;

/// <summary><c>dead-letters</c>.</summary>
internal static class DeadLettersCommand
{
    private const int PayloadCharacters = 60;

    internal static ClusterWork Work(int limit) => async (cluster, output, cancellationToken) =>
    {
        IReadOnlyList<DeadLetterReport> letters = await cluster.GetDeadLettersAsync(limit, cancellationToken);
        if (output.IsJson)
        {
            output.WriteJson(new { deadLetters = letters });
        }
        else if (letters.Count == 0)
        {
            output.WriteLine("No dead letters: every record was counted.");
        }
        else
        {
            output.Write(Table(letters));
        }

        return ExitCodes.Success;
    };

    private static TextTable Table(IReadOnlyList<DeadLetterReport> letters)
    {
        var table = new TextTable("recorded", "source", ">partition", ">position", "reason", ">bytes", "payload");
        foreach (DeadLetterReport letter in letters)
        {
            table.Add(
                Shown.Time(letter.RecordedAt),
                Printable.Of(letter.Source),
                letter.Partition.ToString(CultureInfo.InvariantCulture),
                letter.Position,
                Printable.Of(letter.Reason),
                Shown.Number(letter.Length),
                letter.Raw is null ? "-" : Printable.Of(letter.Raw, PayloadCharacters));
        }

        return table;
    }
}
