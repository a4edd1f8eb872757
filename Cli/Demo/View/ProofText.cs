using System.Globalization;
using PathwayOrleans.Cli.Demo.Engines;
using PathwayOrleans.Cli.Demo.Proof;
using PathwayOrleans.Cli.Demo.Windows;

namespace PathwayOrleans.Cli.Demo.View;

/// <summary>The proof for people.</summary>
internal static class ProofText
{
    internal static string Write(DemoResult result, ProofResult proof, WindowProofResult? windows = null)
    {
        string users = Verdict(proof.WrongUsers, "every total and last time agrees");
        string letters = Verdict(proof.WrongDeadLetters, "each exactly once, with its reason");
        string without = result.Engine == EngineNames.Both ? ", without the change-over" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Proof: what the producer expects, compared with what the database holds
              events        {result.Produced:N0} produced, {result.Applied:N0} counted: {result.Lost:N0} lost, {result.Duplicated:N0} counted twice
              users         {result.Users:N0} compared: {users}
              dead letters  {result.DeadLetters:N0} of {proof.Malformed:N0} malformed messages: {letters}
            {Describe(windows)}  workers       {result.Workers} at a time, {result.Kills} killed, at most {result.DatabaseConnections} database connections
              speed         {result.EventsPerSecond:N0} events/s: {result.Seconds:0.0} s from the first event produced to the last one durable{without}
            {(proof.Holds && windows?.Holds != false ? "Nothing was lost and nothing was counted twice." : "THE PROOF FAILED: not everything is accounted for.")}
            """);
    }

    private static string Describe(WindowProofResult? windows) => windows is null ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"  windows       {windows.Rows:N0} rows, {windows.Late:N0} late events, {windows.Future:N0} from the future: " +
        $"{Verdict(windows.Mismatches, "all as the oracle says")}{Environment.NewLine}");

    private static string Verdict(int wrong, string right) =>
        wrong == 0 ? right : string.Create(CultureInfo.InvariantCulture, $"{wrong:N0} differ");
}
