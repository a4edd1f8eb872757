using System.Text;
using PathwayOrleans.Producer.Kafka;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Producer.Tests;

public sealed class NdjsonReplayerTests
{
    [Fact]
    public async Task Lines_are_produced_unchanged_with_the_user_as_key()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        string longLine = $$"""{"user_id":"u2","value":1,"note":"{{new string('x', 300_000)}}"}""";
        string text = """{"user_id":"u1","value":1}""" +
            "\n\n" + """ {"value":2, "user_id":"ü"} """ + "\r\nnot an event\n" + longLine + "\n{}";

        await ReplayAsync(kafka, Encoding.UTF8.GetBytes(text));

        var found = TopicLog.Read(kafka).Select(record => (Text(record.Message.Key), Text(record.Message.Value))).Order();
        Assert.Equal(
            new (string?, string?)[]
            {
                ("u1", """{"user_id":"u1","value":1}"""),
                ("ü", """ {"value":2, "user_id":"ü"} """),
                (null, "not an event"),
                ("u2", longLine),
                (null, "{}"),
            }.Order(),
            found);

        static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);
    }

    [Fact]
    public async Task Bytes_that_are_not_text_are_produced_too()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        byte[] line = [0xFF, 0, (byte)'\r', 0xFE];

        await ReplayAsync(kafka, [.. line, (byte)'\n']);

        Assert.Equal(line, Assert.Single(TopicLog.Read(kafka)).Message.Value);
    }

    [Fact]
    public async Task A_line_that_is_too_long_for_Kafka_is_an_error_with_the_remedy()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();

        var failure = await Assert.ThrowsAsync<ProduceFailedException>(() => ReplayAsync(kafka, new byte[2_000_000]));

        Assert.Contains("message.max.bytes", failure.Message);
    }

    [Fact]
    public async Task Empty_input_produces_nothing()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await ReplayAsync(kafka, "\n\r\n"u8.ToArray());
        Assert.Empty(TopicLog.Read(kafka));
    }

    private static async Task ReplayAsync(KafkaForTests kafka, byte[] content)
    {
        using var stream = new MemoryStream(content);
        using var replayer = new NdjsonReplayer(
            stream, new KafkaOptions { BootstrapServers = kafka.BootstrapServers, Topic = kafka.Topic }, rate: 0,
            TimeProvider.System, _ => { });
        await Task.Run(() => replayer.Run(CancellationToken.None));
    }
}
