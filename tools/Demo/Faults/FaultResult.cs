namespace PathwayOrleans.Demo.Faults;

/// <summary>How the workers behaved under faults. Times are in seconds, as seen by the demo. Names are public.</summary>
/// <param name="Freezes">Workers frozen.</param>
/// <param name="Stall">The longest time without progress of a partition whose reader lived.</param>
/// <param name="StallAfterKill">The same, of a partition whose reader was killed.</param>
/// <param name="StallAfterFreeze">The same, of a partition whose reader was frozen.</param>
/// <param name="Starts">Workers that were started in place of others and committed.</param>
/// <param name="Start">The median time from the start of a process to its first commit.</param>
/// <param name="SlowestStart">The longest such time.</param>
/// <param name="Stop">From SIGTERM to the end of a worker while all others live.</param>
/// <param name="StopBesideFrozen">From SIGTERM to the end of a worker while the only other one is frozen.</param>
/// <param name="StopBesideDead">From SIGTERM to the end of a worker while the only other one was just killed.</param>
/// <param name="LogLines">Lines that all workers logged.</param>
/// <param name="LogWarnings">Those of the level warning and above.</param>
/// <param name="MostLogLines">The most lines that one worker logged.</param>
internal sealed record FaultResult(
    int Freezes,
    double Stall,
    double StallAfterKill,
    double StallAfterFreeze,
    int Starts,
    double? Start,
    double? SlowestStart,
    double? Stop,
    double? StopBesideFrozen,
    double? StopBesideDead,
    long LogLines,
    long LogWarnings,
    long MostLogLines)
{
    internal string Describe() => FormattableString.Invariant($"""
          freezes       {Freezes}
          no progress   {Stall:0.0} s of a partition whose reader lived, {StallAfterKill:0.0} s after a kill, {StallAfterFreeze:0.0} s after a freeze
          first commit  {Start ?? 0:0.0} s after the start (median of {Starts}), at most {SlowestStart ?? 0:0.0} s
          SIGTERM       {Stop ?? 0:0.0} s, {StopBesideFrozen ?? 0:0.0} s beside a frozen worker, {StopBesideDead ?? 0:0.0} s beside a dead one
          log           {LogLines:N0} lines, {LogWarnings:N0} warnings or errors, at most {MostLogLines:N0} lines of one worker
        """);
}
