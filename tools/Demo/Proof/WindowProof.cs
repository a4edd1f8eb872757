using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Demo.Proof;

/// <summary>
/// Compares the windows that the oracle expects with those of the database, and the dead letters of late events and of events
/// from the future.
/// </summary>
internal sealed class WindowProof
{
    internal const string LateReason = "late";
    internal const string FutureReason = "future";

    private const int MaxDifferences = 10;

    private readonly List<string> _differences = [];
    private int _mismatches;

    private WindowProof()
    {
    }

    /// <summary>Whether a dead letter is one of a late event or of an event from the future.</summary>
    internal static bool IsDueToEventTime(DeadLetterRow letter) => letter.Reason is LateReason or FutureReason;

    /// <param name="expected">The result of the oracle for the load.</param>
    /// <param name="found">The rows of the views with windows of this run's users.</param>
    /// <param name="letters">The rows of <c>dead_letters</c> for which <see cref="IsDueToEventTime"/> is true.</param>
    internal static WindowProofResult Compare(
        WindowExpectation expected, IReadOnlyCollection<ExpectedWindow> found, IEnumerable<DeadLetterRow> letters)
    {
        var proof = new WindowProof();
        proof.CompareRows(expected.Rows, found);
        proof.CompareLetters(expected, letters);
        return new WindowProofResult
        {
            Rows = found.Count,
            Late = expected.Late.Count,
            Future = expected.Future.Count,
            Mismatches = proof._mismatches,
            Differences = proof._differences,
        };
    }

    private void CompareRows(IEnumerable<ExpectedWindow> expected, IReadOnlyCollection<ExpectedWindow> found)
    {
        Dictionary<(string, string, long), ExpectedWindow> rows = found.ToDictionary(row => (row.UserId, row.Name, row.Start));
        foreach (ExpectedWindow window in expected)
        {
            if (!rows.Remove((window.UserId, window.Name, window.Start), out ExpectedWindow? row))
            {
                Differ($"expected {window}: the row is missing");
            }
            else if (row != window)
            {
                Differ($"expected {window}: found {row}");
            }
        }

        foreach (ExpectedWindow surplus in rows.Values)
        {
            Differ($"found {surplus}: the row is not expected");
        }
    }

    private void CompareLetters(WindowExpectation expected, IEnumerable<DeadLetterRow> letters)
    {
        var waiting = new Dictionary<(int Partition, long Offset, string Reason), string?>();
        foreach (((Aggregation.SourcePartition partition, long offset), IReadOnlyList<string> names) in expected.Late)
        {
            waiting.Add((partition.Partition, offset, LateReason), string.Join(',', names));
        }

        foreach ((Aggregation.SourcePartition partition, long offset) in expected.Future)
        {
            waiting.Add((partition.Partition, offset, FutureReason), null);
        }

        foreach (DeadLetterRow letter in letters)
        {
            if (!waiting.Remove((letter.Partition, letter.Offset, letter.Reason), out string? windows))
            {
                Differ($"dead letter {letter.Partition}/{letter.Offset} ({letter.Reason}): not expected");
            }
            else if (windows != letter.Windows)
            {
                Differ(
                    $"dead letter {letter.Partition}/{letter.Offset} ({letter.Reason}): expected for {windows}, found for " +
                    $"{letter.Windows}");
            }
        }

        foreach ((int partition, long offset, string reason) in waiting.Keys)
        {
            Differ($"event {partition}/{offset} ({reason}): no dead letter");
        }
    }

    private void Differ(string difference)
    {
        _mismatches++;
        if (_differences.Count < MaxDifferences)
        {
            _differences.Add(difference);
        }
    }
}
