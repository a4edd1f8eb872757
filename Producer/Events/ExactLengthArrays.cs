namespace PathwayOrleans.Producer.Events;

/// <summary>
/// One array for each length. The Kafka client accepts whole arrays only and copies them before it returns, so millions of
/// messages need only a few dozen arrays.
/// </summary>
internal sealed class ExactLengthArrays(int maxLength)
{
    private readonly byte[]?[] _arrays = new byte[maxLength + 1][];

    /// <summary>An array with the content of <paramref name="bytes"/>. Valid until the next call with the same length.</summary>
    internal byte[] Copy(ReadOnlySpan<byte> bytes)
    {
        byte[] array = _arrays[bytes.Length] ??= new byte[bytes.Length];
        bytes.CopyTo(array);
        return array;
    }
}
