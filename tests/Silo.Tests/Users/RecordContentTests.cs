using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Silo.Tests.Users;

public sealed class RecordContentTests
{
    [Fact]
    public void A_content_crosses_silos_with_the_names_of_its_fields()
    {
        using ServiceProvider services = new ServiceCollection()
            .AddSerializer(serializer => serializer.AddAssembly(typeof(PositionedEvent).Assembly))
            .BuildServiceProvider();
        Serializer<PositionedEvent[]> serializer = services.GetRequiredService<Serializer<PositionedEvent[]>>();
        IReadOnlyList<string> fields = ["customer", "", "amount"];
        PositionedEvent[] sent =
        [
            .. Enumerable.Range(0, 2).Select(i => new PositionedEvent(
                Position.FromOffset(i), 0, 0, 0, RecordContent.Of("c1,,5"u8.ToArray(), 7, "key"u8.ToArray(), [], fields))),
            new PositionedEvent(Position.FromOffset(2), 0, 0, 0, RecordContent.Of("{}"u8.ToArray(), null, null, [])),
        ];
        PositionedEvent[] received = serializer.Deserialize(serializer.SerializeToArray(sent))!;
        Assert.Equal(sent.Select(Describe), received.Select(Describe));

        // The records of a message share the list.
        Assert.Same(received[0].Content!.Fields, received[1].Content!.Fields);
    }

    private static string Describe(PositionedEvent record)
    {
        RecordContent content = record.Content!;
        return $"{record.Position} {Convert.ToHexString(content.Bytes.Span)} {content.Timestamp} {content.HasKey} " +
            $"{Convert.ToHexString(content.Key.Span)} {(content.Fields is null ? "none" : string.Join('|', content.Fields))}";
    }
}
