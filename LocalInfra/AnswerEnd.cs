namespace PathwayOrleans.LocalInfra;

/// <summary>Recognises in Postgres' bytes, however they are cut into chunks, that an answer is complete.</summary>
internal sealed class AnswerEnd
{
    private readonly byte[] _last = new byte[ReadyForQuery.Length + 1];

    /// <summary>The message that ends every answer; after it comes one byte with the transaction's state.</summary>
    private static ReadOnlySpan<byte> ReadyForQuery => [(byte)'Z', 0, 0, 0, 5];

    /// <summary>True when the bytes seen so far, these included, end with a complete answer.</summary>
    internal bool IsReachedWith(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> news = bytes[Math.Max(0, bytes.Length - _last.Length)..];
        _last.AsSpan(news.Length).CopyTo(_last);
        news.CopyTo(_last.AsSpan(_last.Length - news.Length));
        return _last.AsSpan(0, ReadyForQuery.Length).SequenceEqual(ReadyForQuery);
    }
}
