namespace PathwayOrleans.LocalInfra;

/// <summary>
/// Cleans up clusters of processes that ended without cleaning up: stops their servers and deletes temporary clusters.
/// </summary>
internal static class ClusterReaper
{
    internal static async Task ReapAsync(PostgresBinaries binaries, CancellationToken cancellation)
    {
        foreach (ClusterFolder abandoned in ClusterFolder.ClaimAbandoned())
        {
            using (abandoned)
            {
                try
                {
                    await StopOrphanAsync(abandoned, binaries, cancellation);
                    if (abandoned.Temporary)
                    {
                        abandoned.Delete();
                    }
                }
                catch (Exception failed) when (failed is InvalidOperationException or IOException or UnauthorizedAccessException)
                {
                    // An abandoned cluster must not prevent a start; the next start tries again.
                }
            }
        }
    }

    /// <summary>Stops the server of a locked folder if an earlier owner left it running.</summary>
    internal static async Task StopOrphanAsync(ClusterFolder folder, PostgresBinaries binaries, CancellationToken cancellation)
    {
        string[] pgCtl = [.. PostgresAccount.Prefix, binaries.PgCtl, "-D", folder.Data];
        if (!folder.MayHaveServer || (await CommandLineTool.TryRunAsync([.. pgCtl, "status"], cancellation)).Code != 0)
        {
            return;
        }

        string[] stop = [.. pgCtl, "-w", "-t", "60", "stop", "-m"];
        if (folder.Temporary || (await CommandLineTool.TryRunAsync([.. stop, "fast"], cancellation)).Code != 0)
        {
            await CommandLineTool.RunAsync([.. stop, "immediate"], cancellation);
        }
    }
}
