using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Testing.Tests;

public sealed class LoadTests
{
    [Fact]
    public async Task A_load_that_is_disposed_of_has_stopped_producing()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        Load load = Load.StartEndless(kafka, users: 10);
        await load.AcknowledgedAsync(100);

        load.Dispose();

        Assert.False(load.IsProducing);
    }

    [Fact]
    public async Task A_load_that_is_disposed_of_does_not_wait_for_acknowledgements()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        Load load = Load.StartEndless(kafka, users: 10);
        await load.AcknowledgedAsync(100);
        kafka.Faults.SetDown();

        load.Dispose();

        Assert.False(load.IsProducing);
    }
}
