using System.Globalization;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Producer.Load;

/// <summary>
/// What a reader must come to: made of acknowledged messages only. Complete once <see cref="LoadGenerator.Run(CancellationToken)"/>
/// has returned.
/// </summary>
public sealed class LoadExpectation
{
    private readonly string _userPrefix;
    private readonly long[] _counts;
    private readonly long[] _quarters;
    private readonly long[] _lastTimes;
    private readonly Dictionary<(int Partition, long Offset), RejectionReason> _malformed = [];
    private long _events;

    internal LoadExpectation(LoadOptions options)
    {
        _userPrefix = options.UserPrefix;
        _counts = new long[options.Users];
        _quarters = new long[options.Users];
        _lastTimes = new long[options.Users];
    }

    /// <summary>Valid events. May be read at any time.</summary>
    public long Events => Interlocked.Read(ref _events);

    /// <summary>Where the messages are that are no events, and why they are none; without those of <see cref="LoadGenerator.Unplaced"/>.</summary>
    public IReadOnlyDictionary<(int Partition, long Offset), RejectionReason> Malformed => _malformed;

    /// <summary>Every user that got an event.</summary>
    public IEnumerable<UserExpectation> Users
    {
        get
        {
            for (int user = 0; user < _counts.Length; user++)
            {
                if (_counts[user] > 0)
                {
                    string userId = _userPrefix + user.ToString(CultureInfo.InvariantCulture);
                    yield return new UserExpectation(userId, _counts[user], _quarters[user] / 4.0, _lastTimes[user]);
                }
            }
        }
    }

    internal void Add(MessageMeaning message, int partition, long offset)
    {
        if (message.Rejection != RejectionReason.None)
        {
            if (offset >= 0)
            {
                _malformed.Add((partition, offset), message.Rejection);
            }

            return;
        }

        _counts[message.User]++;
        _quarters[message.User] += message.Quarters;
        _lastTimes[message.User] = Math.Max(_lastTimes[message.User], message.Time);
        Interlocked.Increment(ref _events);
    }
}
