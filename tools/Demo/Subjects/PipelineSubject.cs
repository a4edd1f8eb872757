using Npgsql;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Demo.Proof;
using PathwayOrleans.Demo.View;
using PathwayOrleans.Demo.Workers;
using PathwayOrleans.Pipelines.Oracle;
using PathwayOrleans.Producer.Kafka;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Demo.Subjects;

/// <summary>The user's own pipeline and records.</summary>
internal sealed class PipelineSubject(
    DemoOptions options, PipelineInput input, DemoServers servers, IDemoView view, TimeProvider time) : IDemoSubject
{
    /// <summary>The schema in which Postgres computes the views.</summary>
    internal const string Schema = "demo_proof";

    // It must not begin with the prefix of the workers' connections, which are counted.
    private const string ApplicationName = "demo-proof";

    private FileStream? _file;
    private NdjsonReplayer? _load;
    private NpgsqlConnection? _connection;
    private PostgresOracle? _oracle;
    private TopicReader? _reader;

    public long Messages => input.Records;

    public IReadOnlyList<string> Views => [.. input.Pipeline.Views.Select(expected => expected.Name)];

    public WorkerSetting Configure(WorkerSetting setting) => setting with { PipelineFile = input.PipelineFile };

    public ITopicLoad Connect(IProducerGate? gate)
    {
        _file = File.OpenRead(input.RecordsFile);
        double rate = input.RateOf(options);
        return _load = new NdjsonReplayer(
            _file, servers.Kafka, rate, time, view.Log, new RecordKeys(input.Pipeline, time).KeyOf, gate);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnectionStringBuilder settings = ConnectionSettings.Create(servers.Database, ApplicationName);
        settings.Pooling = false;
        _connection = new NpgsqlConnection(settings.ConnectionString);
        await _connection.OpenAsync(cancellationToken);
        _oracle = await PostgresOracle.CreateAsync(input.Pipeline, _connection, Schema, cancellationToken);
        _reader = TopicReader.Start(servers.Kafka, _load!.Partitions, _oracle.AddAsync);
    }

    public long NeededFrom(int partition) => _reader!.Next(partition);

    public async Task<DemoOutcome> ProveAsync(DemoFacts facts, CancellationToken cancellationToken)
    {
        long records = await _reader!.FinishAsync(_load!.Ends(), cancellationToken);
        if (records != _load.Acknowledged)
        {
            throw new CommandFailedException(
                $"The topic has {records} records, and the broker acknowledged {_load.Acknowledged}: the result cannot be " +
                "verified. Run the demo again.");
        }

        view.Log("Postgres computes the views over all records");
        long counted = await _oracle!.ComputeAsync(cancellationToken);
        var proof = new PipelineProof(_connection!, Schema, ServiceId.Schema(servers.Database.ServiceId));
        PipelineProofResult compared = await proof.CompareAsync(input.Pipeline, facts.Source, cancellationToken);
        var result = PipelineDemoResult.Of(facts, records, counted, compared);
        return new DemoOutcome(compared.Holds, compared.Differences, result.ToJson(), PipelineProofText.Write(result));
    }

    public async ValueTask DisposeAsync()
    {
        _load?.Dispose();
        if (_reader is not null)
        {
            await _reader.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        if (_file is not null)
        {
            await _file.DisposeAsync();
        }
    }
}
