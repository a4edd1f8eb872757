using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Storage.Commit;

/// <summary>
/// The approximate size, in bytes, of the rows of a commit in its statement. It is at least the size of their payloads and raw
/// bytes; ids, names and numbers are estimated.
/// </summary>
public static class CommitSize
{
    /// <summary>
    /// The largest commit that is sent. PostgreSQL accepts statements of less than 1 GiB, and closes the connection that sends a
    /// larger one.
    /// </summary>
    internal const long Largest = 768L * 1024 * 1024;

    // The fixed part of a row: numbers with the lengths that the protocol adds to each.
    private const int UserBytes = 160;
    private const int WindowBytes = 140;
    private const int LetterBytes = 120;

    // Most characters of UTF-16 are at most as many bytes in UTF-8; the others are at most three.
    private const int BytesPerCharacter = 3;

    /// <summary>The size of a user's rows.</summary>
    public static long Of(in UserWrite write)
    {
        long id = (long)write.UserId.Length * BytesPerCharacter;
        return write.Payload.Length + UserBytes + (2 * id) + (write.Windows is { } changes ? Of(changes, id) : 0);
    }

    /// <summary>The size of a dead letter's row.</summary>
    public static long Of(in DeadLetter letter) =>
        (letter.Raw?.Length ?? 0) + LetterBytes + Of(letter.Partition) + letter.Reason.Length;

    /// <summary>The size of all rows.</summary>
    internal static long Of(CommitBatch batch)
    {
        long bytes = 0;
        foreach (UserWrite write in batch.Users)
        {
            bytes += Of(write);
        }

        foreach (DeadLetter letter in batch.DeadLetters)
        {
            bytes += Of(letter);
        }

        return bytes + (batch.Views?.Bytes ?? 0);
    }

    private static long Of(WindowChanges changes, long id)
    {
        long bytes = (changes.Rows.Count + changes.Gone.Count) * (WindowBytes + id);
        foreach (LateEvent late in changes.Late)
        {
            bytes += LetterBytes + Of(late.Partition) + late.Windows.Length + id;
        }

        return bytes;
    }

    private static long Of(SourcePartition partition) => (long)partition.Source.Length * BytesPerCharacter;
}
