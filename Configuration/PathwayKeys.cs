namespace PathwayOrleans.Configuration;

/// <summary>
/// The keys under <c>Pathway</c>. All programs read the same configuration, so each checks the keys of all sections, also of
/// those that it does not use and whose options it does not know.
/// </summary>
internal static class PathwayKeys
{
    /// <summary>Stands for a name that the operator chooses.</summary>
    internal const string AnyName = "*";

    // A test of the documentation compares them with the options classes.
    private static readonly string[] Paths =
    [
        "Dashboard:Enabled",
        "Dashboard:Key",
        "Dashboard:OpenToAll",
        "Dashboard:Url",
        "Database:CommandTimeout",
        "Database:ConnectionString",
        "Database:MaxRetryDelay",
        "Engine:HandOverTimeout",
        "Engine:MaxBytesInFlight",
        "Engine:MaxCommitBytes",
        "Engine:MaxDeadLetterBytes",
        "Engine:MaxEventsInFlight",
        "Engine:MaxStateBytes",
        "Engine:MaxUsersInMemory",
        "Engine:MaxUsersPerCommit",
        "Engine:MaxWindowRowsPerCommit",
        "Engine:PauseAfter",
        "Events:EarliestTime",
        "Http:Url",
        "Kafka:AcceptTopicId",
        "Kafka:BootstrapServers",
        "Kafka:Client:*",
        "Kafka:GroupId",
        "Kafka:GroupInstanceId",
        "Kafka:SourceName",
        "Kafka:Topic",
        "Pipeline:File",
        "ServiceId",
        "Silo:Address",
        "Silo:ClusterId",
        "Silo:DeadSiloRetention",
        "Silo:GatewayPort",
        "Silo:GroupCommit",
        "Silo:Name",
        "Silo:Port",
        "Silo:ProbeTimeout",
        "Source",
        "StopWhenInputEnds",
        "Windows:IdleTimeout",
        "Windows:MaxOpenPerUser",
        "Windows:MaxTimeAhead",
    ];

    /// <summary>Keys of earlier versions, with the remedy.</summary>
    internal static IReadOnlyDictionary<string, string> Retired { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Pathway:Windows:Named"] =
                "is not a key any more: a window is a view of the pipeline. Declare it with TUMBLE, HOP or SESSION in the file " +
                "of Pathway:Pipeline:File, with the same name, and it goes on with the rows that it has; see \"From named " +
                "windows to views\" in docs/windows.md.",
            ["Pathway:Windows:OutOfOrderness"] =
                "is not a key any more. It is part of the pipeline: WATERMARK FOR event_time AS event_time - INTERVAL " +
                "'10 seconds' in the file of Pathway:Pipeline:File; see \"From named windows to views\" in docs/windows.md.",
        };

    /// <summary>Every key, as the names from the one under <c>Pathway</c> on.</summary>
    internal static IReadOnlyCollection<string[]> All { get; } = [.. Paths.Select(path => path.Split(':'))];
}
