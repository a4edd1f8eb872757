using System.Text;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Aggregation.Tests.Events;

internal static class Parsing
{
    internal static RejectionReason Parse(string json, out ParsedEvent parsed) => Parse(Encoding.UTF8.GetBytes(json), out parsed);

    internal static RejectionReason Parse(byte[] message, out ParsedEvent parsed) =>
        new EventParser(new UserIdPool(), EventRules.Default).Parse(message, out parsed);

    internal static RejectionReason ReasonOf(string json) => Parse(json, out _);

    internal static RejectionReason ReasonOf(byte[] message) => Parse(message, out _);

    internal static ParsedEvent Accepted(string json)
    {
        Assert.Equal(RejectionReason.None, Parse(json, out ParsedEvent parsed));
        return parsed;
    }
}
