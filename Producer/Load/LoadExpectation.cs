using System.Globalization;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Producer.Load;

/// <summary>
/// The result that a reader must arrive at, computed from acknowledged messages only. Complete when
/// <see cref="LoadGenerator.Run(CancellationToken)"/> has returned.
/// </summary>
public sealed class LoadExpectation
{
    private readonly string _userPrefix;
    private readonly long[] _counts;
    private readonly long[] _quarters;
    private readonly long[] _lastTimes;
    private readonly Dictionary<(int Partition, long Offset), string> _malformed = [];
    private readonly Dictionary<int, List<PlacedMeaning>>? _log;
    private long _events;

    internal LoadExpectation(LoadOptions options, bool keepsLog)
    {
        _log = keepsLog ? [] : null;
        _userPrefix = options.UserPrefix;
        _counts = new long[options.Users];
        _quarters = new long[options.Users];
        _lastTimes = new long[options.Users];
    }

    /// <summary>The number of valid events. May be read at any time.</summary>
    public long Events => Interlocked.Read(ref _events);

    /// <summary>
    /// The malformed messages and their rejection reasons, without those of <see cref="LoadGenerator.Unplaced"/>.
    /// </summary>
    public IReadOnlyDictionary<(int Partition, long Offset), string> Malformed => _malformed;

    /// <summary>Every user with at least one event.</summary>
    public IEnumerable<UserExpectation> Users
    {
        get
        {
            for (int user = 0; user < _counts.Length; user++)
            {
                if (_counts[user] > 0)
                {
                    yield return new UserExpectation(UserId(user), _counts[user], _quarters[user] / 4.0, _lastTimes[user]);
                }
            }
        }
    }

    /// <summary>
    /// The events of every partition in log order, without those of <see cref="LoadGenerator.Unplaced"/>. Empty if the generator
    /// does not keep a log.
    /// </summary>
    /// <param name="partitionOf">Creates a source partition from its number.</param>
    /// <param name="recorded">
    /// When the load was produced, milliseconds since the epoch. It need not be exact, because events from the future are 50
    /// years ahead.
    /// </param>
    public IEnumerable<IEnumerable<PlacedEvent>> Log(Func<int, SourcePartition> partitionOf, long? recorded = null)
    {
        ArgumentNullException.ThrowIfNull(partitionOf);
        foreach ((int number, List<PlacedMeaning> events) in _log ?? [])
        {
            SourcePartition partition = partitionOf(number);
            yield return events.OrderBy(placed => placed.Offset).Select(placed =>
                new PlacedEvent(partition, placed.Offset, UserId(placed.User), placed.Time, placed.Quarters / 4.0, recorded));
        }
    }

    internal void Add(MessageMeaning message, int partition, long offset)
    {
        if (message.Rejection is { } reason)
        {
            if (offset >= 0)
            {
                _malformed.Add((partition, offset), reason);
            }

            return;
        }

        _counts[message.User]++;
        _quarters[message.User] += message.Quarters;
        _lastTimes[message.User] = Math.Max(_lastTimes[message.User], message.Time);
        Interlocked.Increment(ref _events);
        if (_log is not null && offset >= 0)
        {
            if (!_log.TryGetValue(partition, out List<PlacedMeaning>? events))
            {
                _log.Add(partition, events = []);
            }

            events.Add(new PlacedMeaning(offset, message.Time, message.User, message.Quarters));
        }
    }

    private string UserId(int user) => _userPrefix + user.ToString(CultureInfo.InvariantCulture);

    private readonly record struct PlacedMeaning(long Offset, long Time, int User, int Quarters);
}
