using System.CommandLine;
using PathwayOrleans.Producer.Events;

namespace PathwayOrleans.Producer.Command;

/// <summary>A load (<see cref="LoadOptions"/>) and its rate on a command line.</summary>
public sealed class LoadArguments
{
    private static readonly LoadOptions Defaults = new();

    private readonly Option<long> _events = new("--events")
    {
        Description = "Valid events.",
        DefaultValueFactory = _ => Defaults.Events,
        HelpName = "COUNT",
    };

    private readonly Option<int> _users = new("--users")
    {
        Description = "Users among whom they are spread.",
        DefaultValueFactory = _ => Defaults.Users,
        HelpName = "COUNT",
    };

    private readonly Option<double> _rate = new("--rate")
    {
        Description = "Messages a second; 0 = as fast as it goes.",
        HelpName = "PER-SECOND",
    };

    private readonly Option<double> _skew = new("--skew")
    {
        Description = "Zipf exponent of how events are spread over users; 0 = evenly.",
        HelpName = "EXPONENT",
    };

    private readonly Option<long> _malformed = new("--malformed")
    {
        Description = "Messages that are no events, on top.",
        HelpName = "COUNT",
    };

    private readonly Option<long?> _late = new("--late")
    {
        Description = "Of the valid events, those that come up to 35 seconds after others of their time; else it is up to 5. Default: 0.",
        HelpName = "COUNT",
    };

    private readonly Option<long> _future = new("--future")
    {
        Description = "Of the valid events, those whose clock is 30 days ahead.",
        HelpName = "COUNT",
    };

    private readonly Option<long> _seed = new("--seed")
    {
        Description = "Equal seeds give equal messages.",
        DefaultValueFactory = _ => Defaults.Seed,
        HelpName = "NUMBER",
    };

    /// <summary>The options, in the order of the help.</summary>
    public IEnumerable<Option> Options => [_events, _users, _rate, _skew, _malformed, _late, _future, _seed];

    /// <summary>What the command line says of the load; not validated.</summary>
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

    /// <summary>Whether the command line says how many events are late.</summary>
    public bool HasLate(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return parsed.GetValue(_late) is not null;
    }

    /// <summary>Messages a second; 0 = as fast as it goes. Not validated.</summary>
    public double ReadRate(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return parsed.GetValue(_rate);
    }
}
