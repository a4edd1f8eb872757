using System.Globalization;
using PathwayOrleans.Demo.Faults;
using PathwayOrleans.Demo.Proof;

namespace PathwayOrleans.Demo.View;

/// <summary>The result of the verification as text.</summary>
internal static class ProofText
{
    internal static string Write(DemoResult result, ProofResult proof, WindowProofResult? windows = null)
    {
        string users = Verdict(proof.WrongUsers, "every total and last time is correct");
        string letters = Verdict(proof.WrongDeadLetters, "each exactly once, with its reason");
        string without = result.Engine == EngineNames.Both ? ", without the switch of engines" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Proof: the producer's expectation compared with the database
              events        {result.Produced:N0} produced, {result.Applied:N0} counted: {result.Lost:N0} lost, {result.Duplicated:N0} counted twice
              users         {result.Users:N0} compared: {users}
              dead letters  {result.DeadLetters:N0} of {proof.Malformed:N0} malformed messages: {letters}
            {Describe(windows)}  workers       {result.Workers} at a time, {result.Kills} killed, at most {result.DatabaseConnections} database connections
              speed         {result.EventsPerSecond:N0} events/s: {result.Seconds:0.0} s from the first event produced to the last one durable{without}
            {Describe(result.Faults)}{(proof.Holds && windows?.Holds != false ? "Nothing was lost and nothing was counted twice." : "THE PROOF FAILED: the database differs from the expectation.")}
            """);
    }

    private static string Describe(WindowProofResult? windows) => windows is null ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"  windows       {windows.Rows:N0} rows, {windows.Late:N0} late events, {windows.Future:N0} from the future: " +
        $"{Verdict(windows.Mismatches, "all as the oracle expects")}{Environment.NewLine}");

    private static string Describe(FaultResult? faults) => faults is null ? "" : faults.Describe() + Environment.NewLine;

    private static string Verdict(int wrong, string ok) =>
        wrong == 0 ? ok : string.Create(CultureInfo.InvariantCulture, $"{wrong:N0} differ");
}
