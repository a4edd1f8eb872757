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
        "Windows:Named:*:AllowedLateness",
        "Windows:Named:*:Gap",
        "Windows:Named:*:Hop",
        "Windows:Named:*:Kind",
        "Windows:Named:*:Origin",
        "Windows:Named:*:Size",
        "Windows:OutOfOrderness",
    ];

    /// <summary>Every key, as the names from the one under <c>Pathway</c> on.</summary>
    internal static IReadOnlyCollection<string[]> All { get; } = [.. Paths.Select(path => path.Split(':'))];
}
