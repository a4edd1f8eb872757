using PathwayOrleans.Aggregation;
using PathwayOrleans.Demo.Proof;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Demo.Tests;

public sealed class WindowProofTests
{
    private const long Recorded = 1_000;

    private static readonly SourcePartition Partition = SourcePartition.Of("s", 3);

    // Two windows, an event that is late for both of them, and an event from the future.
    private static readonly WindowExpectation Expected = Expect((5, 1.5), (25, 2), (6, 4), (9_999, 1));

    private static readonly ExpectedWindow First = new("u", "t", 0, 10, 1, 1.5, 1.5, 1.5, 5, 5);
    private static readonly ExpectedWindow[] Found =
    [
        First,
        new("u", "t", 20, 30, 1, 2, 2, 2, 25, 25),
        new("u", "w", 0, 10, 1, 1.5, 1.5, 1.5, 5, 5),
        new("u", "w", 20, 30, 1, 2, 2, 2, 25, 25),
    ];

    private static readonly DeadLetterRow Late = new(3, 2, "late", "t,w");
    private static readonly DeadLetterRow Future = new(3, 3, "future");

    [Fact]
    public void Equal_data_pass()
    {
        WindowProofResult proof = WindowProof.Compare(Expected, Found, [Future, Late]);
        Assert.True(proof.Holds);
        Assert.Equal((4, 1, 1, 0), (proof.Rows, proof.Late, proof.Future, proof.Mismatches));
    }

    [Fact]
    public void A_missing_row_is_found() => AssertFails(Found[1..], [Late, Future], 1);

    [Fact]
    public void A_surplus_row_is_found() => AssertFails([.. Found, First with { Start = 10, End = 20 }], [Late, Future], 1);

    public static TheoryData<string, ExpectedWindow> Wrong => new()
    {
        { "end", First with { End = 11 } },
        { "count", First with { Count = 2 } },
        { "total", First with { Total = Math.BitIncrement(1.5) } },
        { "min", First with { Min = 1 } },
        { "max", First with { Max = 2 } },
        { "first", First with { First = 4 } },
        { "last", First with { Last = 6 } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_value_is_found(string what, ExpectedWindow row)
    {
        Assert.NotEmpty(what);
        AssertFails([row, .. Found[1..]], [Late, Future], 1);
    }

    [Fact]
    public void A_row_with_another_key_is_a_missing_and_a_surplus_row() =>
        AssertFails([First with { UserId = "v" }, .. Found[1..]], [Late, Future], 2);

    [Fact]
    public void A_missing_dead_letter_is_found()
    {
        AssertFails(Found, [Late], 1);
        AssertFails(Found, [Future], 1);
    }

    [Fact]
    public void A_surplus_dead_letter_is_found()
    {
        AssertFails(Found, [Late, Future, Late with { Offset = 0 }], 1);
        AssertFails(Found, [Late, Future, Late], 1);
        AssertFails(Found, [Late, Future, Future with { Partition = 4 }], 1);
    }

    [Fact]
    public void A_dead_letter_with_other_windows_is_found() => AssertFails(Found, [Late with { Windows = "t" }, Future], 1);

    [Fact]
    public void Only_the_first_differences_are_listed()
    {
        WindowProofResult proof = WindowProof.Compare(
            Expected, [], Enumerable.Range(10, 500).Select(i => Late with { Offset = i }));
        Assert.Equal(506, proof.Mismatches);
        Assert.Equal(10, proof.Differences.Count);
    }

    private static void AssertFails(ExpectedWindow[] found, DeadLetterRow[] letters, int mismatches)
    {
        WindowProofResult proof = WindowProof.Compare(Expected, found, letters);
        Assert.False(proof.Holds);
        Assert.Equal(mismatches, proof.Mismatches);
        Assert.Equal(mismatches, proof.Differences.Count);
    }

    private static WindowExpectation Expect(params (long Time, double Value)[] events)
    {
        var expected = new WindowExpectation(
            [WindowDefinition.Tumbling("t", 10), WindowDefinition.Tumbling("w", 10)],
            new WatermarkSettings(OutOfOrderness: 0, MaxAhead: 100));
        expected.AddPartition(
            events.Select((happened, offset) =>
                new PlacedEvent(Partition, offset, "u", happened.Time, happened.Value, Recorded)));
        return expected;
    }
}
