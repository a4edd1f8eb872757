using System.CommandLine;
using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Producer.Commands;

/// <summary>The command line options of a load (<see cref="LoadOptions"/>) and its rate.</summary>
public sealed class LoadArguments
{
    private static readonly LoadOptions Defaults = new();

    private readonly Option<long> _events = new("--events")
    {
        Description = "Number of valid events.",
        DefaultValueFactory = _ => Defaults.Events,
        HelpName = "COUNT",
    };

    private readonly Option<int> _users = new("--users")
    {
        Description = "Number of users.",
        DefaultValueFactory = _ => Defaults.Users,
        HelpName = "COUNT",
    };

    private readonly Option<double> _rate = new("--rate")
    {
        Description = "Messages per second; 0 = unlimited.",
        HelpName = "PER-SECOND",
    };

    private readonly Option<double> _skew = new("--skew")
    {
        Description = "Zipf exponent of the distribution of events over users; 0 = even.",
        HelpName = "EXPONENT",
    };

    private readonly Option<long> _malformed = new("--malformed")
    {
        Description = "Number of malformed messages, in addition to the events.",
        HelpName = "COUNT",
    };

    private readonly Option<long?> _late = new("--late")
    {
        Description = "How many of the valid events are up to 35 seconds late; the others are up to 5 seconds late. Default: 0.",
        HelpName = "COUNT",
    };

    private readonly Option<long> _future = new("--future")
    {
        Description = "How many of the valid events have a time that is 50 years later.",
        HelpName = "COUNT",
    };

    private readonly Option<long> _seed = new("--seed")
    {
        Description = "Seed of the random numbers; equal seeds give equal messages.",
        DefaultValueFactory = _ => Defaults.Seed,
        HelpName = "NUMBER",
    };

    /// <summary>The options in the order of the help text.</summary>
    public IEnumerable<Option> Options => [_events, _users, _rate, _skew, _malformed, _late, _future, _seed];

    /// <summary>The load that the command line describes; not validated.</summary>
    public LoadOptions Read(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return new LoadOptions
        {
            Events = parsed.GetValue(_events),
            Users = parsed.GetValue(_users),
            Skew = parsed.GetValue(_skew),
            Malformed = parsed.GetValue(_malformed),
            Late = parsed.GetValue(_late) ?? 0,
            Future = parsed.GetValue(_future),
            Seed = parsed.GetValue(_seed),
        };
    }

    /// <summary>The names of the options that were given and that describe generated events.</summary>
    public IReadOnlyList<string> GivenOf(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        Option[] events = [_events, _users, _skew, _malformed, _late, _future];
        return [.. events.Where(option => IsGiven(parsed, option)).Select(option => option.Name)];
    }

    /// <summary>Whether --late was given.</summary>
    public bool HasLate(ParseResult parsed) => IsGiven(parsed, _late);

    /// <summary>Whether --rate was given.</summary>
    public bool HasRate(ParseResult parsed) => IsGiven(parsed, _rate);

    /// <summary>Messages per second; 0 = unlimited. Not validated.</summary>
    public double ReadRate(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return parsed.GetValue(_rate);
    }

    private static bool IsGiven(ParseResult parsed, Option option)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return parsed.GetResult(option) is { Implicit: false };
    }
}
