using Microsoft.Extensions.Logging.Abstractions;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Storage.Views;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests;

/// <summary>The writer and the reader of one engine process, each with its own connection.</summary>
internal sealed class StorageProcess : IAsyncDisposable
{
    private readonly DatabaseSession _writing;
    private readonly DatabaseSession _reading;
    private ViewBuffers? _buffers;

    private StorageProcess(DatabaseOptions options)
    {
        Options = options;
        Retry = new DatabaseRetry(options, TimeProvider.System, RetryLog);
        _writing = new DatabaseSession(options, "pathway-writer");
        _reading = new DatabaseSession(options, "pathway-reader");
        Writer = new CommitWriter(_writing, Retry, options, TimeProvider.System, WriterLog);
        Reader = new StateReader(_reading, options);
        States = new UserStateReader(Reader, Finished, Bounds);
        Register = new SourceRegister(_reading, Retry);
        EndedInputs = new EndedInputs(_writing, Retry, Finished);
    }

    internal DatabaseOptions Options { get; }

    internal LogCapture<DatabaseRetry> RetryLog { get; } = new();

    internal LogCapture<CommitWriter> WriterLog { get; } = new();

    internal DatabaseRetry Retry { get; }

    internal CommitWriter Writer { get; }

    internal StateReader Reader { get; }

    internal FinishedInputs Finished { get; } = new();

    internal CommitBounds Bounds { get; } = new(20_000, 200_000);

    internal UserStateReader States { get; }

    internal SourceRegister Register { get; }

    internal EndedInputs EndedInputs { get; }

    /// <summary>Starts a process with the built-in pipeline.</summary>
    /// <param name="url">The database.</param>
    /// <param name="serviceId">The service.</param>
    /// <param name="commandTimeout">The limit of a statement.</param>
    /// <param name="hasPipeline">Whether it registers the pipeline.</param>
    internal static async Task<StorageProcess> StartAsync(
        string url, string serviceId = ServiceId.Default, TimeSpan? commandTimeout = null, bool hasPipeline = true)
    {
        var process = new StorageProcess(OptionsFor(url, serviceId, commandTimeout));
        await new SchemaStartup(Migrator(), process.Retry).PrepareAsync(process._writing, CancellationToken.None);
        if (hasPipeline)
        {
            process._buffers = new ViewBuffers(
                await new PipelineRegistry(process._writing, process.Retry, NullLogger<PipelineRegistry>.Instance).RegisterAsync(
                    BuiltInPipeline.Definition, TimeSpan.FromMinutes(1), CancellationToken.None));
        }

        await process.Writer.RegisterAsync(CancellationToken.None);
        return process;
    }

    internal static DatabaseOptions OptionsFor(
        string url, string serviceId = ServiceId.Default, TimeSpan? commandTimeout = null) => new()
        {
            ConnectionString = url,
            ServiceId = serviceId,
            CommandTimeout = commandTimeout ?? TimeSpan.FromMinutes(1),
            MaxRetryDelay = TimeSpan.FromMilliseconds(100),
        };

    internal static SchemaMigrator Migrator() => new(NullLogger<SchemaMigrator>.Instance);

    internal Task<CommitOutcome> CommitAsync(CommitBatch batch)
    {
        Complete(batch);
        return Writer.CommitAsync(batch, CancellationToken.None);
    }

    /// <summary>Completes a batch with the rows of <c>events</c>, as an engine does.</summary>
    internal void Complete(CommitBatch batch) => _buffers?.Fill(batch, id => [id]);

    internal Task<StoredUser[]> LoadAsync(params string[] userIds) => Reader.LoadUsersAsync(userIds, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _writing.DisposeAsync();
        await _reading.DisposeAsync();
    }
}
