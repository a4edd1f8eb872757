using PathwayOrleans.Engine.Tests.Harness;

namespace PathwayOrleans.Engine.Tests;

public sealed class StandaloneBackpressureTests : BackpressureTests<StandaloneFixture>;

[Trait("Tier", "Slow")]
public sealed class StandaloneCommitBoundTests : CommitBoundTests<StandaloneFixture>;

public sealed class StandaloneCountingTests : CountingTests<StandaloneFixture>;

[Trait("Tier", "Slow")]
public sealed class StandaloneDamagedStateTests : DamagedStateTests<StandaloneFixture>;

public sealed class StandaloneDatabaseFailureTests : DatabaseFailureTests<StandaloneFixture>;

public sealed class StandaloneDeadLetterTests : DeadLetterTests<StandaloneFixture>;

[Trait("Tier", "Slow")]
public sealed class StandaloneFailingEventTests : FailingEventTests<StandaloneFixture>;

[Trait("Tier", "Slow")]
public sealed class StandaloneGapTests : GapTests<StandaloneFixture>;

[Trait("Tier", "Slow")]
public sealed class StandaloneMemoryBoundTests : MemoryBoundTests<StandaloneFixture>;

public sealed class StandaloneOtherWriterTests : OtherWriterTests<StandaloneFixture>;

public sealed class StandalonePipelineTests : PipelineTests<StandaloneFixture>;

public sealed class StandaloneProgressTests : ProgressTests<StandaloneFixture>;

[Trait("Tier", "Slow")]
public sealed class StandaloneStatusTests : StatusTests<StandaloneFixture>;

public sealed class StandaloneTransactionTests : TransactionTests<StandaloneFixture>;

[Trait("Tier", "Slow")]
public sealed class StandaloneWindowTests : WindowTests<StandaloneFixture>;
