using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.State;

namespace PathwayOrleans.Storage.Commit;

/// <summary>
/// The approximate size, in bytes, of the rows of a commit in its statement. It is at least the size of their payloads and raw
/// bytes; ids, names and numbers are estimated.
/// </summary>
internal static class CommitSize
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
    private const int ValueBytes = 24;

    // Most characters of UTF-16 are at most as many bytes in UTF-8; the others are at most three.
    private const int BytesPerCharacter = 3;

    /// <summary>The size of a user's rows.</summary>
    public static long Of(in UserWrite write)
    {
        long id = (long)write.UserId.Length * BytesPerCharacter;
        return write.Payload.Length + UserBytes + (2 * id)
            + (write.Changes is { } changes ? Of(changes, id) : 0);
    }

    /// <summary>The size of a dead letter's row.</summary>
    public static long Of(in DeadLetter letter) =>
        (letter.Raw?.Length ?? 0) + LetterBytes + Of(letter.Partition) + letter.Reason.Length
        + ((letter.Detail?.Length ?? 0) * (long)BytesPerCharacter);

    /// <summary>The size of all rows.</summary>
    internal static long Of(CommitBatch batch)
    {
        long bytes = 0;
        bool hasChanges = false;
        foreach (UserWrite write in batch.Users)
        {
            bytes += Of(write);
            hasChanges |= write.Changes is not null;
        }

        foreach (DeadLetter letter in batch.DeadLetters)
        {
            bytes += Of(letter);
        }

        // The rows of the views are made of the changes of the users.
        return bytes + (hasChanges ? 0 : batch.Views?.Bytes ?? 0);
    }

    private static long Of(ViewChanges changes, long id)
    {
        long bytes = changes.Gone.Count * (WindowBytes + id);
        foreach (ViewRow row in changes.Rows)
        {
            bytes += id + (row.Accumulators?.Length ?? 0);
            foreach (object? value in row.Values)
            {
                bytes += value is string text ? (long)text.Length * BytesPerCharacter : ValueBytes;
            }
        }

        foreach (LateRecord late in changes.Late)
        {
            bytes += LetterBytes + Of(late.Partition) + late.Views.Length + late.Record.Length;
        }

        return bytes;
    }

    private static long Of(SourcePartition partition) => (long)partition.Source.Length * BytesPerCharacter;
}
