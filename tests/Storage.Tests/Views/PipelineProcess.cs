using Microsoft.Extensions.Logging.Abstractions;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Storage.Tests.Views;

/// <summary>A process with a pipeline.</summary>
internal sealed class PipelineProcess : IAsyncDisposable
{
    internal static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(1);

    private readonly StorageProcess _storage;
    private readonly DatabaseSession _session;

    private PipelineProcess(StorageProcess storage)
    {
        _storage = storage;
        _session = new DatabaseSession(storage.Options, "pathway-pipeline");
        Registry = new PipelineRegistry(_session, storage.Retry, NullLogger<PipelineRegistry>.Instance);
    }

    internal PipelineRegistry Registry { get; }

    internal StorageProcess Storage => _storage;

    internal DatabaseSession Session => _session;

    /// <summary>What the last registration returned.</summary>
    internal RegisteredPipeline Pipeline { get; private set; } = new(0, [], []);

    internal static async Task<PipelineProcess> StartAsync(string url, string sql, string serviceId = ServiceId.Default)
    {
        PipelineProcess process = await StartWithoutAsync(url, serviceId);
        try
        {
            await process.RegisterAsync(sql);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>A process that has not registered its pipeline.</summary>
    internal static async Task<PipelineProcess> StartWithoutAsync(string url, string serviceId = ServiceId.Default) =>
        new(await StorageProcess.StartAsync(url, serviceId, hasPipeline: false));

    internal async Task<RegisteredPipeline> RegisterAsync(string sql) => Pipeline = await Registry.RegisterAsync(
        PipelineBinder.Bind(sql), IdleTimeout, CancellationToken.None);

    /// <summary>The buffers of a view.</summary>
    internal ViewRows RowsOf(string view) => new(Pipeline.Views.Single(candidate => candidate.Table.Name == view));

    /// <summary>Commits rows together with the state of a user.</summary>
    internal Task<CommitOutcome> CommitAsync(string user, int version, params ViewRows[] rows)
    {
        CommitBatch batch = Batches.Of(Batches.User(user, version));
        batch.Views = new ViewChanges(Pipeline.Generation, rows);
        return _storage.CommitAsync(batch);
    }

    /// <summary>Commits progress together with the state of a user.</summary>
    internal Task<CommitOutcome> CommitProgressAsync(string user, int version, long next)
    {
        CommitBatch batch = Batches.Of(Batches.User(user, version)).WithProgress(next);
        batch.Views = new ViewChanges(Pipeline.Generation, []);
        return _storage.CommitAsync(batch);
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _storage.DisposeAsync();
    }
}
