using System.Runtime.CompilerServices;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Files;

namespace PathwayOrleans.Cli.Pipeline;

/// <summary>The records of a sample: the lines of NDJSON, or those of a file of CSV with a header.</summary>
/// <param name="pipeline">The pipeline that reads them.</param>
/// <param name="input">The file; <c>-</c> for standard input.</param>
internal sealed class SampleRecords(CompiledPipeline pipeline, string input)
{
    private const string StandardInput = "-";

    /// <summary>Reads them with their lines. A record is valid until the next one.</summary>
    /// <exception cref="CommandFailedException">The sample cannot be read.</exception>
    /// <exception cref="InputFileException">It has another format than the pipeline says, or not the header.</exception>
    internal IAsyncEnumerable<FileRecord> ReadAsync(CancellationToken cancellationToken)
    {
        var delivery = new RecordDelivery(IsRaw: true, HasKey: false, Headers: [])
        {
            Csv = pipeline.Definition.Source.Csv is { } csv
                ? new CsvRecordFormat(csv.Delimiter, [.. ColumnReaders.Needed(pipeline).Select(column => column.Name)])
                : null,
        };
        InputFormat format = delivery.Csv is null ? InputFormat.Ndjson : InputFormat.Csv;
        if (input != StandardInput)
        {
            InputFile.Named(input, InputFile.FormatOf(input) ?? format).Check(delivery);
        }

        return format == InputFormat.Csv
            ? ReadCsvAsync(new FileInputs(delivery: delivery), cancellationToken)
            : ReadLinesAsync(cancellationToken);
    }

    private async IAsyncEnumerable<FileRecord> ReadCsvAsync(
        FileInputs inputs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IndexedFile file = input == StandardInput
            ? await inputs.IndexAsync(Console.OpenStandardInput(), "sample", InputFormat.Csv, cancellationToken)
            : (await inputs.IndexAsync([InputFile.Named(input, InputFormat.Csv)], cancellationToken))[0];
        foreach (FileRecord record in file.ReadRecords())
        {
            yield return record;
        }
    }

    // Empty lines are no records.
    private async IAsyncEnumerable<FileRecord> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using Stream stream = Open();
        long line = 0;
        await foreach (ReadOnlyMemory<byte> record in NdjsonLines.ReadAsync(stream, cancellationToken))
        {
            line++;
            if (!record.IsEmpty)
            {
                yield return new FileRecord(line, record, null);
            }
        }
    }

    private Stream Open()
    {
        try
        {
            return input == StandardInput ? Console.OpenStandardInput() : File.OpenRead(input);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"--input '{input}' cannot be read: {e.Message}", e);
        }
    }
}
