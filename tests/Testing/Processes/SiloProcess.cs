using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Testing.Processes;

/// <summary>A silo as a separate process, started with the command that users run.</summary>
public sealed class SiloProcess : EngineProcess
{
    private SiloProcess(ChildProcessOptions command, SiloPlace place, string url)
        : base(command, url) => Place = place;

    public SiloPlace Place { get; }

    /// <summary>Starts it. The project of the tests must reference Silo.</summary>
    public static SiloProcess Start(
        KafkaForTests kafka, string databaseUrl, SiloPlace place, params IEnumerable<(string Key, string Value)> settings)
    {
        ArgumentNullException.ThrowIfNull(kafka);
        ArgumentNullException.ThrowIfNull(place);
        string url = $"http://{place.Address}:{place.HttpPort}";
        (string, string)[] defaults =
        [
            ("Pathway__Dashboard__Enabled", "false"),
            ("Pathway__Silo__Name", place.Name),
            ("Pathway__Silo__Address", place.Address),
            ("Pathway__Silo__Port", Text(place.Port)),
            ("Pathway__Silo__GatewayPort", Text(place.GatewayPort)),
            ("Pathway__Silo__ProbeTimeout", "00:00:01"),

            // A silo that was declared dead aborts; its core dump is not needed.
            ("DOTNET_DbgEnableMiniDump", "0"),
        ];
        ChildProcessOptions options = ChildProcessOptions.Dotnet(ProgramPath("Silo"));
        IReadOnlyList<string> command = [.. place.Prefix, options.FileName, .. options.Arguments];
        options = options with { FileName = command[0], Arguments = [.. command.Skip(1)] };
        return new SiloProcess(Configure(options, kafka, databaseUrl, url, defaults.Concat(settings)), place, url);
    }
}
