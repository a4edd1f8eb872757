namespace PathwayOrleans.Testing.Faults;

/// <summary>Detects the end of a complete answer in the bytes that Postgres sends, however they are split into chunks.</summary>
internal sealed class AnswerEnd
{
    private readonly byte[] _last = new byte[ReadyForQuery.Length + 1];

    /// <summary>The message that ends every answer; it is followed by one byte with the state of the transaction.</summary>
    private static ReadOnlySpan<byte> ReadyForQuery => [(byte)'Z', 0, 0, 0, 5];

    /// <summary>Whether the bytes received so far, including these, end with a complete answer.</summary>
    internal bool IsReachedWith(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> news = bytes[Math.Max(0, bytes.Length - _last.Length)..];
        _last.AsSpan(news.Length).CopyTo(_last);
        news.CopyTo(_last.AsSpan(_last.Length - news.Length));
        return _last.AsSpan(0, ReadyForQuery.Length).SequenceEqual(ReadyForQuery);
    }
}
