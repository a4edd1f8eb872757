namespace PathwayOrleans.Producer.Events;

/// <summary>
/// One array for each length: the Kafka client takes whole arrays only, and copies them before it returns, so
/// millions of messages need a few dozen arrays.
/// </summary>
internal sealed class ExactLengthArrays(int maxLength)
{
    private readonly byte[]?[] _arrays = new byte[maxLength + 1][];

    /// <summary>An array that equals <paramref name="bytes"/> until the next call with as many of them.</summary>
    internal byte[] Copy(ReadOnlySpan<byte> bytes)
    {
        byte[] array = _arrays[bytes.Length] ??= new byte[bytes.Length];
        bytes.CopyTo(array);
        return array;
    }
}
