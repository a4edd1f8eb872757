namespace PathwayOrleans.LocalInfra;

/// <summary>Creates the data folder of a cluster.</summary>
internal static class ClusterInitialization
{
    /// <summary>
    /// Runs initdb in a temporary folder and then renames it, so that an interrupted run leaves no incomplete data folder.
    /// </summary>
    internal static async Task RunAsync(
        PostgresBinaries binaries, ClusterFolder folder, bool durable, CancellationToken cancellation)
    {
        string unfinished = folder.Data + ".unfinished";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        string passwordFile = Path.Combine(folder.Root, "password");
        await File.WriteAllTextAsync(passwordFile, PrivatePostgres.Password, cancellation);
        string[] sync = durable ? [] : ["--no-sync"];
        await CommandLineTool.RunAsync(
            [
                .. PostgresAccount.Prefix, binaries.InitDb, "--pgdata", unfinished, "--username", PrivatePostgres.User,
                "--pwfile", passwordFile, "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", .. sync,
            ],
            cancellation);
        File.Delete(passwordFile);
        Directory.Move(unfinished, folder.Data);
    }
}
