using System.Security.Cryptography;
using PathwayOrleans.Sources.Files.Content;
using PathwayOrleans.Sources.Files.Records;

namespace PathwayOrleans.Sources.Files.Index;

/// <summary>
/// The first pass over a file: computes the hash of its content and finds its records, so that the second pass can read
/// several chunks in parallel and start at any record.
/// </summary>
/// <param name="chunkBytes">The approximate size of a chunk.</param>
/// <param name="delivery">The form in which records will be delivered.</param>
internal sealed class FileIndexer(int chunkBytes, RecordDelivery delivery)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a file to its end.</summary>
    /// <param name="file">The file, for its format and for messages.</param>
    /// <param name="content">Its content.</param>
    /// <param name="onRead">Called with the number of bytes read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InputFileException">It cannot be read, its header is wrong, or it has another format.</exception>
    internal FileIndex Index(InputFile file, IFileContent content, Action<long> onRead, CancellationToken cancellationToken)
    {
        file.Check(delivery);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var window = new ContentWindow(content, bytes =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(bytes.Span);
            onRead(bytes.Length);
        });
        CheckStart(window, file);
        RecordFormat format = file.Format == InputFormat.Csv ? ReadFormat(window, file.Path) : NdjsonFormat.Instance;
        List<Chunk> chunks = Cut(window, format, file.Path);
        return new FileIndex(Convert.ToHexStringLower(hash.GetHashAndReset()), format, chunks);
    }

    private RecordFormat ReadFormat(ContentWindow window, string path)
    {
        if (!delivery.IsRaw)
        {
            return new CsvFormat(CsvHeader.Parse(ReadHeader(window, path, CsvRecords.Comma, CsvHeader.Columns), path));
        }

        CsvRecordFormat csv = delivery.Csv!;
        byte delimiter = (byte)csv.Delimiter;
        return new RawCsvFormat(
            delimiter, RawCsvHeader.Parse(ReadHeader(window, path, delimiter, csv.Columns), path, csv));
    }

    private static void CheckStart(ContentWindow window, InputFile file)
    {
        while (window.Bytes.Length < InputShape.SampleBytes && !window.IsAtEnd)
        {
            window.ReadMore();
        }

        if (window.Bytes.StartsWith(ByteOrderMark))
        {
            window.Skip(ByteOrderMark.Length);
        }

        ReadOnlySpan<byte> start = window.Bytes[..Math.Min(window.Bytes.Length, InputShape.SampleBytes)];
        if (InputShape.ProblemOf(start, isAll: window.IsAtEnd && start.Length == window.Bytes.Length, file.Format) is { } problem)
        {
            throw new InputFileException($"{file.Path} {problem}");
        }
    }

    // The first record that is not empty, without its line end.
    private static byte[] ReadHeader(ContentWindow window, string path, byte delimiter, IReadOnlyList<string> columns)
    {
        while (true)
        {
            int end = CsvRecords.EndOfFirst(window.Bytes, delimiter);
            if (end < 0 && !window.IsAtEnd)
            {
                ReadMore(window, 0, path);
                continue;
            }

            if (window.Bytes.IsEmpty)
            {
                throw new InputFileException(
                    $"{path} is empty: a CSV file must start with a header that names the columns {string.Join(", ", columns)}.");
            }

            ReadOnlySpan<byte> record = end < 0 ? window.Bytes : window.Bytes[..end];
            if (NdjsonFormat.IsEmpty(record))
            {
                window.Skip(end < 0 ? record.Length : end + 1);
                continue;
            }

            byte[] header = (record is [.., (byte)'\r'] ? record[..^1] : record).ToArray();
            window.Skip(end < 0 ? record.Length : end + 1);
            return header;
        }
    }

    private List<Chunk> Cut(ContentWindow window, RecordFormat format, string path)
    {
        var chunks = new List<Chunk>();
        long first = 0;
        int looked = chunkBytes;
        while (true)
        {
            if (window.Bytes.Length < looked && !window.IsAtEnd)
            {
                ReadMore(window, first, path);
                continue;
            }

            bool isEnd = window.IsAtEnd && window.Bytes.Length <= looked;
            int records = format.Count(window.Bytes[..Math.Min(window.Bytes.Length, looked)], isEnd, out int length);
            if (records > 0)
            {
                chunks.Add(new Chunk(window.Offset, length, first, records));
                first += records;
            }

            window.Skip(length);
            if (isEnd)
            {
                return chunks;
            }

            // A record may be longer than a chunk.
            looked = length > 0 ? chunkBytes : looked * 2;
        }
    }

    private static void ReadMore(ContentWindow window, long record, string path)
    {
        if (window.Bytes.Length > RecordFormat.MaxRecordBytes)
        {
            throw new InputFileException(
                $"{path}: record {record}, at byte {window.Offset}, is longer than {RecordFormat.MaxRecordBytes >> 20} MiB. " +
                "Check that its format matches its name, and in a CSV file that every quoted field is closed.");
        }

        window.ReadMore();
    }
}
