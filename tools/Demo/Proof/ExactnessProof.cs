using PathwayOrleans.Producer.Load;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Demo.Proof;

/// <summary>Compares the users and dead letters that the producer expects with those of the database.</summary>
internal sealed class ExactnessProof
{
    private const int MaxDifferences = 10;

    private readonly List<string> _differences = [];
    private long _produced;
    private long _applied;
    private long _lost;
    private long _duplicated;
    private int _users;
    private int _wrongUsers;
    private int _wrongDeadLetters;

    private ExactnessProof()
    {
    }

    /// <param name="expected">The producer's users.</param>
    /// <param name="found">The rows of <c>events</c> of this run's users.</param>
    /// <param name="malformed">The producer's malformed messages.</param>
    /// <param name="letters">The rows of <c>dead_letters</c> of this run's records.</param>
    internal static ProofResult Compare(
        IEnumerable<UserExpectation> expected,
        IEnumerable<UserTotals> found,
        IReadOnlyDictionary<(int Partition, long Offset), string> malformed,
        IReadOnlyCollection<DeadLetterRow> letters)
    {
        var proof = new ExactnessProof();
        proof.CompareUsers(expected, found.ToDictionary(user => user.UserId));
        proof.CompareDeadLetters(malformed, letters);
        return new ProofResult
        {
            Produced = proof._produced,
            Applied = proof._applied,
            Lost = proof._lost,
            Duplicated = proof._duplicated,
            Users = proof._users,
            WrongUsers = proof._wrongUsers,
            Malformed = malformed.Count,
            DeadLetters = letters.Count,
            WrongDeadLetters = proof._wrongDeadLetters,
            Differences = proof._differences,
        };
    }

    private void CompareUsers(IEnumerable<UserExpectation> expected, Dictionary<string, UserTotals> found)
    {
        foreach (UserExpectation user in expected)
        {
            _users++;
            _produced += user.Count;
            found.Remove(user.UserId, out UserTotals? row);
            CompareUser(user, row ?? new UserTotals(user.UserId, 0, 0, 0));
        }

        foreach (UserTotals surplus in found.Values)
        {
            CompareUser(new UserExpectation(surplus.UserId, 0, 0, 0), surplus);
        }
    }

    private void CompareUser(UserExpectation expected, UserTotals found)
    {
        _applied += found.Count;
        _lost += Math.Max(0, expected.Count - found.Count);
        _duplicated += Math.Max(0, found.Count - expected.Count);

        // The sums of these values are exact in a double, independent of the order of addition.
        bool agrees = expected.TotalValue.Equals(found.TotalValue) && expected.LastTime == found.Time;
        _wrongUsers += agrees ? 0 : 1;
        if (!agrees || expected.Count != found.Count)
        {
            Differ(
                $"user {expected.UserId}: expected {expected.Count} events, total {expected.TotalValue:R}, last time " +
                $"{expected.LastTime}; " +
                   $"found {found.Count}, {found.TotalValue:R}, {found.Time}");
        }
    }

    private void CompareDeadLetters(
        IReadOnlyDictionary<(int Partition, long Offset), string> malformed, IEnumerable<DeadLetterRow> letters)
    {
        var waiting = new Dictionary<(int Partition, long Offset), string>(malformed);
        foreach (DeadLetterRow letter in letters)
        {
            if (!waiting.Remove((letter.Partition, letter.Offset), out string? reason))
            {
                WrongDeadLetter($"dead letter {letter.Partition}/{letter.Offset} ({letter.Reason}): not expected, or duplicate");
            }
            else if (reason != letter.Reason)
            {
                WrongDeadLetter(
                    $"dead letter {letter.Partition}/{letter.Offset}: expected {reason}, found {letter.Reason}");
            }
        }

        foreach (((int partition, long offset), string reason) in waiting)
        {
            WrongDeadLetter($"malformed message {partition}/{offset} ({reason}): no dead letter");
        }
    }

    private void WrongDeadLetter(string difference)
    {
        _wrongDeadLetters++;
        Differ(difference);
    }

    private void Differ(string difference)
    {
        if (_differences.Count < MaxDifferences)
        {
            _differences.Add(difference);
        }
    }
}
