using Npgsql;

namespace PathwayOrleans.Storage.Commit;

/// <summary>
/// Another pipeline has replaced the one of this process while it was running. Nothing of the write was written.
/// </summary>
/// <param name="serviceId">The service.</param>
/// <param name="error">The error of the database.</param>
public sealed class PipelineReplacedException(string serviceId, PostgresException error) : Exception(
    $"The pipeline of service '{serviceId}' was replaced while this process was running: {error?.MessageText}. " +
    "Nothing of this commit was written. Start the process with the pipeline that the service has now.",
    error)
{
    /// <summary>The SQLSTATE of the error (pipelines.sql).</summary>
    public const string SqlState = "PW007";
}
