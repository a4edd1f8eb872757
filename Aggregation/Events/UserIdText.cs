namespace PathwayOrleans.Aggregation.Events;

/// <summary>Validates user ids; the rules are the same for all formats.</summary>
internal static class UserIdText
{
    /// <summary>Why these characters are not a valid user id, or <see cref="RejectionReason.None"/>.</summary>
    internal static RejectionReason Check(ReadOnlySpan<char> characters)
    {
        if (characters.IsEmpty)
        {
            return RejectionReason.UserIdEmpty;
        }

        if (characters.Contains('\0'))
        {
            return RejectionReason.UserIdInvalid;
        }

        return characters.Length > EventLimits.MaxUserIdLength && CodePoints(characters) > EventLimits.MaxUserIdLength
            ? RejectionReason.UserIdTooLong
            : RejectionReason.None;
    }

    private static int CodePoints(ReadOnlySpan<char> characters)
    {
        int count = 0;
        foreach (char c in characters)
        {
            count += char.IsLowSurrogate(c) ? 0 : 1;
        }

        return count;
    }
}
