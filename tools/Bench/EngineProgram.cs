using System.Globalization;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Bench;

/// <summary>A program to measure.</summary>
/// <param name="Command">The program, a .NET assembly, and its arguments.</param>
/// <param name="Environment">Environment variables in addition to those of <see cref="EngineRun"/>.</param>
internal sealed record EngineProgram(IReadOnlyList<string> Command, IReadOnlyDictionary<string, string?> Environment)
{
    /// <summary>The standalone engine.</summary>
    internal static EngineProgram Standalone { get; } =
        new([Path.Combine(AppContext.BaseDirectory, "PathwayOrleans.Cli.dll"), "run"], new Dictionary<string, string?>());

    /// <summary>The only silo of a cluster, on free ports.</summary>
    internal static EngineProgram Silo(string dll, bool groupCommit, IReadOnlyDictionary<string, string?>? more = null) => new(
        [dll],
        new Dictionary<string, string?>(more ?? new Dictionary<string, string?>())
        {
            ["Pathway__Silo__Port"] = Port(),
            ["Pathway__Silo__GatewayPort"] = Port(),
            ["Pathway__Silo__GroupCommit"] = groupCommit ? "true" : "false",
            ["Pathway__Dashboard__Url"] = "http://127.0.0.1:0",
        });

    private static string Port() => FreePort.Find().ToString(CultureInfo.InvariantCulture);
}
