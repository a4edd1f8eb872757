using PathwayOrleans.Engine.Tests.Harness;

namespace PathwayOrleans.Engine.Tests;

[Trait("Tier", "Slow")]
public sealed class SiloBackpressureTests : BackpressureTests<SiloFixture>;

[Trait("Tier", "Slow")]
public sealed class SiloCommitBoundTests : CommitBoundTests<SiloFixture>;

public sealed class SiloCountingTests : CountingTests<SiloFixture>;

[Trait("Tier", "Slow")]
public sealed class SiloDamagedStateTests : DamagedStateTests<SiloFixture>;

public sealed class SiloDatabaseFailureTests : DatabaseFailureTests<SiloFixture>;

[Trait("Tier", "Slow")]
public sealed class SiloDeadLetterTests : DeadLetterTests<SiloFixture>;

[Trait("Tier", "Slow")]
public sealed class SiloFailingEventTests : FailingEventTests<SiloFixture>;

[Trait("Tier", "Slow")]
public sealed class SiloGapTests : GapTests<SiloFixture>;

[Trait("Tier", "Slow")]
public sealed class SiloMemoryBoundTests : MemoryBoundTests<SiloFixture>;

public sealed class SiloOtherWriterTests : OtherWriterTests<SiloFixture>;

public sealed class SiloPipelineTests : PipelineTests<SiloFixture>;

public sealed class SiloProgressTests : ProgressTests<SiloFixture>;

[Trait("Tier", "Slow")]
public sealed class SiloStatusTests : StatusTests<SiloFixture>;

public sealed class SiloTransactionTests : TransactionTests<SiloFixture>;

[Trait("Tier", "Slow")]
public sealed class SiloWindowTests : WindowTests<SiloFixture>;

[Trait("Tier", "Slow")]
public sealed class SiloWithAdoNetCountingTests : CountingTests<SiloWithAdoNetFixture>;

[Trait("Tier", "Slow")]
public sealed class SiloWithAdoNetDamagedStateTests : DamagedStateTests<SiloWithAdoNetFixture>;

[Trait("Tier", "Slow")]
public sealed class SiloWithAdoNetFailingEventTests : FailingEventTests<SiloWithAdoNetFixture>;

[Trait("Tier", "Slow")]
public sealed class SiloWithAdoNetOtherWriterTests : OtherWriterTests<SiloWithAdoNetFixture>;

[Trait("Tier", "Slow")]
public sealed class SiloWithAdoNetPipelineTests : PipelineTests<SiloWithAdoNetFixture>;

[Trait("Tier", "Slow")]
public sealed class SiloWithAdoNetWindowTests : WindowTests<SiloWithAdoNetFixture>;
