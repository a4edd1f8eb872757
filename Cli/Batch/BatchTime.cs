using System.Globalization;
using PathwayOrleans.Producer.Command;

namespace PathwayOrleans.Cli.Batch;

/// <summary>A time on the command line.</summary>
internal static class BatchTime
{
    /// <summary>Reads ISO 8601 (UTC where it names no offset) or milliseconds since the epoch.</summary>
    /// <returns>Milliseconds since the epoch; null for null.</returns>
    /// <exception cref="CommandFailedException">It is neither.</exception>
    internal static long? Parse(string option, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long milliseconds))
        {
            return milliseconds;
        }

        return text.Length >= "2026-01-01".Length && char.IsAsciiDigit(text[0]) && text[4] == '-'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time.ToUnixTimeMilliseconds()
            : throw new CommandFailedException(
                $"{option} is '{text}'; a time such as 2026-01-31T12:00:00Z (UTC where no offset is named), or milliseconds since the epoch, is right.");
    }
}
