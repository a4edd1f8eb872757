using System.Globalization;
using System.Text;
using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Bench.Batch;

/// <summary>Files with the same events as NDJSON and as CSV; <see cref="Dispose"/> deletes them.</summary>
internal sealed class BatchFiles : IDisposable
{
    private const int BufferSize = 1024 * 1024;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pathway-bench-");

    internal string Ndjson => Path.Combine(_folder.FullName, "events.ndjson");

    internal string Csv => Path.Combine(_folder.FullName, "events.csv");

    internal static BatchFiles Write(long events, int users, CancellationToken cancellationToken)
    {
        var files = new BatchFiles();
        try
        {
            files.Fill(new LoadOptions { Events = events, Users = users }, cancellationToken);
            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Fill(LoadOptions options, CancellationToken cancellationToken)
    {
        using var ndjson = new FileStream(Ndjson, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize);
        using var csv = new StreamWriter(
            Csv, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize);
        csv.Write("user_id,value,time\n");
        var sequence = new EventSequence(options);
        while (sequence.TryNext(out GeneratedMessage message))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ndjson.Write(message.Value);
            ndjson.WriteByte((byte)'\n');
            csv.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{options.UserPrefix}{message.Meaning.User},{message.Meaning.Quarters / 4.0},{message.Meaning.Time}\n"));
        }
    }
}
