using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Aggregation.Tests.Events;

public class EventParserPropertyTests
{
    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\udc00", "0041", "user_id", "value", "time", "\"user_id\":",
        "\"value\":",
        "\"time\":", "\"u\"", "1", "-", ".", "e", "1e999", "null", "true", " ", "\0", "\\ud800\":", "\"\\ud83d\\ude00\"",
        "{\"user_id\":\"",
    ];

    // One writer escapes all but ASCII and writes one line; the other escapes almost nothing and indents.
    private static readonly JsonSerializerOptions[] Styles =
    [
        JsonSerializerOptions.Default,
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping },
    ];

    private static Gen<double> Values => ArbMap.Default.GeneratorFor<double>()
        .Where(value => double.IsFinite(value) && Math.Abs(value) <= EventLimits.MaxValue);

    private static Gen<long?> Times => Gen.Frequency(
        (1, Gen.Constant((long?)null)),
        (2, Gen.Elements<long?>(EventLimits.MinPlausibleTime, EventLimits.MaxTime)),
        (4, Gen.Choose(0, int.MaxValue).Select(i => (long?)(EventLimits.MinPlausibleTime + (3_000L * i)))));

    private static Gen<ParsedEvent> Events =>
        from user in UserIds.Nasty
        from value in Values
        from time in Times
        select new ParsedEvent(user, value, time);

    [Fact]
    public void Event_round_trips_in_any_property_order_with_other_fields()
    {
        Gen<(ParsedEvent Event, int Seed)> cases = Events.Zip(Gen.Choose(0, int.MaxValue));
        var parser = new EventParser(new UserIdPool(capacity: 16), EventRules.Default);
        Always.Holds(cases, @case =>
        {
            byte[] message = Serialize(@case.Event, new Random(@case.Seed));
            Assert.Equal(RejectionReason.None, parser.Parse(message, out ParsedEvent parsed));
            Assert.Equal(@case.Event, parsed);
        });
    }

    [Fact]
    public void Arbitrary_bytes_do_not_throw()
    {
        var parser = new EventParser(new UserIdPool(), EventRules.Default);
        Gen<byte[]> anything = ArbMap.Default.GeneratorFor<byte[]>();
        Gen<byte[]> nearlyJson = Gen.Elements(Fragments).ListOf().Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)));
        Gen<byte[]> damaged =
            from whole in Events
            from position in Gen.Choose(0, 40)
            from replacement in Gen.Choose(0, 255)
            select Damage(Serialize(whole, new Random(position)), position, (byte)replacement);
        Always.Holds(
            Gen.OneOf(anything, nearlyJson, damaged),
            message => Assert.True(Enum.IsDefined(parser.Parse(message, out _))),
            cases: 5_000);
    }

    private static byte[] Damage(byte[] message, int position, byte replacement)
    {
        message[position % message.Length] = replacement;
        return message;
    }

    private static byte[] Serialize(ParsedEvent value, Random random)
    {
        List<KeyValuePair<string, object?>> fields =
        [
            new("user_id", value.UserId),
            new("value", value.Value),
            new("x", null),
            new("nested", new Dictionary<string, object?> { ["user_id"] = 1, ["value"] = new[] { 1.5, 2 }, ["time"] = "never" }),
            new("täg \"\\", new[] { "user_id", "value" }),
        ];
        if (value.Time is { } time)
        {
            fields.Add(new("time", time));
        }

        KeyValuePair<string, object?>[] shuffled = [.. fields];
        random.Shuffle(shuffled);
        return JsonSerializer.SerializeToUtf8Bytes(
            shuffled.ToDictionary(field => field.Key, field => field.Value),
            Styles[random.Next(Styles.Length)]);
    }
}
