using System.Globalization;
using PathwayOrleans.Demo.Proof;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Demo.Tests;

public sealed class ExactnessProofTests
{
    private static readonly UserExpectation[] Expected = [new("a", 3, 7.5, 900), new("b", 2, -0.25, 800)];
    private static readonly UserTotals A = new("a", 3, 7.5, 900);
    private static readonly UserTotals B = new("b", 2, -0.25, 800);

    private static readonly Dictionary<(int, long), string> Malformed = new()
    {
        [(0, 5)] = "empty",
        [(1, 5)] = "invalid_json",
    };

    private static readonly DeadLetterRow Empty = new(0, 5, "empty");
    private static readonly DeadLetterRow InvalidJson = new(1, 5, "invalid_json");

    [Fact]
    public void Equal_data_pass()
    {
        ProofResult proof = ExactnessProof.Compare(Expected, [B, A], Malformed, [InvalidJson, Empty]);

        Assert.True(proof.Holds);
        Assert.Equal((5, 5, 2, 2, 2), (proof.Produced, proof.Applied, proof.Users, proof.Malformed, proof.DeadLetters));
        Assert.Empty(proof.Differences);
    }

    [Fact]
    public void A_lost_event_is_found() =>
        AssertFails(Compare([A with { Count = 2, TotalValue = 5 }, B]), lost: 1, wrongUsers: 1);

    [Fact]
    public void A_lost_user_is_found() => AssertFails(Compare([A]), lost: 2, wrongUsers: 1);

    [Fact]
    public void An_event_counted_twice_is_found() =>
        AssertFails(Compare([A, B with { Count = 3, TotalValue = 0 }]), duplicated: 1, wrongUsers: 1);

    [Fact]
    public void A_surplus_user_is_found() => AssertFails(Compare([A, B, new("c", 4, 1, 1)]), duplicated: 4, wrongUsers: 1);

    [Fact]
    public void A_loss_and_a_duplicate_do_not_cancel_each_other_out() => AssertFails(
        Compare([A with { Count = 2, TotalValue = 5 }, B with { Count = 3, TotalValue = 0 }]), lost: 1, duplicated: 1,
        wrongUsers: 2);

    [Fact]
    public void A_wrong_count_alone_is_found() => AssertFails(Compare([A with { Count = 4 }, B]), duplicated: 1);

    [Fact]
    public void A_wrong_total_is_found() =>
        AssertFails(Compare([A with { TotalValue = Math.BitIncrement(7.5) }, B]), wrongUsers: 1);

    [Fact]
    public void A_wrong_time_is_found() => AssertFails(Compare([A with { Time = 899 }, B]), wrongUsers: 1);

    [Theory]
    [InlineData("missing", "0/5/empty")]
    [InlineData("surplus", "0/5/empty", "1/5/invalid_json", "0/6/empty")]
    [InlineData("twice, for two reasons", "0/5/empty", "1/5/invalid_json", "0/5/invalid_json")]
    [InlineData("for a wrong reason", "0/5/empty", "1/5/missing")]
    public void A_wrong_dead_letter_is_found(string how, params string[] letters)
    {
        ProofResult proof = ExactnessProof.Compare(Expected, [A, B], Malformed, Array.ConvertAll(letters, Parse));

        Assert.False(proof.Holds, how);
        Assert.Equal(1, proof.WrongDeadLetters);
        Assert.Single(proof.Differences);

        static DeadLetterRow Parse(string letter) => letter.Split('/') is [var partition, var offset, var reason]
            ? new(int.Parse(partition, CultureInfo.InvariantCulture), long.Parse(offset, CultureInfo.InvariantCulture), reason)
            : throw new ArgumentException(letter);
    }

    [Fact]
    public void Only_the_first_differences_are_listed()
    {
        ProofResult proof = ExactnessProof.Compare(
            [], Enumerable.Range(0, 500).Select(i => new UserTotals($"u{i}", 1, 1, 1)), Malformed, [Empty, InvalidJson]);
        Assert.Equal(500, proof.Duplicated);
        Assert.Equal(10, proof.Differences.Count);
    }

    private static ProofResult Compare(UserTotals[] found) =>
        ExactnessProof.Compare(Expected, found, Malformed, [Empty, InvalidJson]);

    private static void AssertFails(ProofResult proof, long lost = 0, long duplicated = 0, int wrongUsers = 0)
    {
        Assert.False(proof.Holds);
        Assert.Equal((lost, duplicated, wrongUsers), (proof.Lost, proof.Duplicated, proof.WrongUsers));
        Assert.NotEmpty(proof.Differences);
    }
}
