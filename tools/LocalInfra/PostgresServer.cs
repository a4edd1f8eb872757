using System.Diagnostics;
using System.Globalization;

namespace PathwayOrleans.LocalInfra;

/// <summary>A running server process of a cluster.</summary>
internal sealed class PostgresServer : IDisposable
{
    private const int LogTailBytes = 4096;

    /// <summary>
    /// Starts a watcher process and then replaces itself by the server. The watcher waits for the end of its standard input,
    /// which closes when the owning process ends in any way, and then stops the server. The watcher is detached from the server
    /// process, because the server would log an error about a child process that it did not start.
    /// </summary>
    private const string Script = """
        data=$1; log=$2; shift 2
        exec 3<&0 </dev/null >>"$log" 2>&1
        server=$$
        (
          (
            trap '' INT TERM HUP
            while read -r _ <&3; do :; done
            [ "$(head -n 1 "$data/postmaster.pid" 2>/dev/null)" = "$server" ] && kill -INT "$server"
          ) &
        )
        exec 3<&-
        exec "$@"
        """;

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);

    private readonly ClusterFolder _folder;
    private readonly Process _process;
    private readonly long _logStart;
    private string _launchErrors = "";

    private PostgresServer(ClusterFolder folder, Process process, long logStart)
    {
        _folder = folder;
        _process = process;
        _logStart = logStart;
        ProcessId = process.Id;
    }

    internal int ProcessId { get; }

    internal bool HasExited => _process.HasExited;

    /// <summary>Starts the server. It does not yet accept connections when this returns.</summary>
    internal static PostgresServer Start(
        PostgresBinaries binaries, ClusterFolder folder, IEnumerable<KeyValuePair<string, string>> settings)
    {
        // In its own session, so that Ctrl-C in the terminal does not stop the server before its clients have ended.
        string[] session = OperatingSystem.IsLinux() ? ["setsid"] : [];
        string[] command =
        [
            .. PostgresAccount.Prefix, .. session, "/bin/sh", "-c", Script, "pathway-postgres", folder.Data, folder.Log,
            binaries.Postgres, "-D", folder.Data,
            .. settings.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" }),
        ];
        long logStart = File.Exists(folder.Log) ? new FileInfo(folder.Log).Length : 0;

        // The watcher stops the server in an orderly way when this process ends, so it must not get SIGKILL.
        Process process = ProcessStarter.Start(
            command,
            start =>
            {
                start.RedirectStandardInput = true;
                start.RedirectStandardOutput = true;
                start.RedirectStandardError = true;
                start.WorkingDirectory = "/";
            },
            endsWithParent: false);
        PostgresServer server = new(folder, process, logStart);
        process.ErrorDataReceived += (_, line) => server._launchErrors += line.Data;
        process.BeginErrorReadLine();
        return server;
    }

    /// <summary>The end of the server's log since its start.</summary>
    internal string LogTail()
    {
        if (!File.Exists(_folder.Log))
        {
            return _launchErrors;
        }

        using FileStream log = new(_folder.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        log.Position = Math.Min(log.Length, Math.Max(_logStart, log.Length - LogTailBytes));
        using StreamReader reader = new(log);
        return _launchErrors + reader.ReadToEnd().Trim();
    }

    internal async Task StopAsync(PostgresStop how)
    {
        int[] signals = how == PostgresStop.Fast
            ? [UnixSignal.Interrupt, UnixSignal.Quit, UnixSignal.Kill]
            : [UnixSignal.Quit, UnixSignal.Kill];
        foreach (int signal in signals)
        {
            if (!_process.HasExited)
            {
                UnixSignal.Send(ProcessId, signal);
            }

            try
            {
                await _process.WaitForExitAsync().WaitAsync(StopPatience);
                return;
            }
            catch (TimeoutException)
            {
                // Continue with the next, stronger signal.
            }
        }

        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"The Postgres server (process {ProcessId}) did not stop. End of its log: {LogTail()}"));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.Dispose();
    }
}
