namespace PathwayOrleans.Sources.Tests.Conformance;

[Trait("Tier", "Slow")]
public sealed class KafkaSourceConformanceTests : SourceConformanceTests<KafkaSharedFixture>;

[Trait("Tier", "Slow")]
public sealed class KafkaSharedReaderConformanceTests : ReaderConformanceTests<KafkaSharedFixture>;

[Trait("Tier", "Slow")]
public sealed class KafkaAssignedReaderConformanceTests : ReaderConformanceTests<KafkaAssignedFixture>;

[Trait("Tier", "Slow")]
public sealed class KafkaRangeReaderConformanceTests : ReaderConformanceTests<KafkaRangeFixture>;

/// <summary>Read by a member of a consumer group.</summary>
public sealed class KafkaSharedFixture : KafkaFixture
{
    public override Task<IPartitionedReader> OpenAsync() => Task.FromResult(CreateSource().CreateSharedReader());
}

/// <summary>Read by a reader whose partitions are added.</summary>
public sealed class KafkaAssignedFixture : KafkaFixture
{
    public override Task<IPartitionedReader> OpenAsync() =>
        Task.FromResult<IPartitionedReader>(CreateSource().CreateAssignedReader());
}

/// <summary>Read by a reader of everything that the topic holds when it is opened.</summary>
public sealed class KafkaRangeFixture : KafkaFixture
{
    public override string? Missing(Feature feature) =>
        feature == Feature.Growth ? "a range ends where the log ended when it was opened." : base.Missing(feature);

    public override async Task<IPartitionedReader> OpenAsync() =>
        await CreateSource().OpenRangeAsync("conformance", default, CancellationToken.None);
}
