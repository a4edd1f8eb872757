using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace PathwayOrleans.Cli.Pipeline;

/// <summary>
/// Splits a stream into lines of bytes. They are not decoded, so that records that are not UTF-8 are seen as they are.
/// </summary>
internal static class NdjsonLines
{
    private const byte LineFeed = (byte)'\n';

    internal static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream);
        while (true)
        {
            ReadResult result = await reader.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> buffer = result.Buffer;
            while (buffer.PositionOf(LineFeed) is { } end)
            {
                yield return Line(buffer.Slice(0, end));
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (result.IsCompleted)
            {
                if (!buffer.IsEmpty)
                {
                    yield return Line(buffer);
                }

                break;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }

        await reader.CompleteAsync();
    }

    private static ReadOnlyMemory<byte> Line(ReadOnlySequence<byte> sequence)
    {
        byte[] line = sequence.ToArray();
        return line is [.., (byte)'\r'] ? line.AsMemory(0, line.Length - 1) : line;
    }
}
