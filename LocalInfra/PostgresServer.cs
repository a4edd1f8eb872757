using System.Diagnostics;
using System.Globalization;

namespace PathwayOrleans.LocalInfra;

/// <summary>One run of a cluster's server process.</summary>
internal sealed class PostgresServer : IDisposable
{
    private const int LogTailBytes = 4096;

    /// <summary>
    /// Becomes the server, and leaves behind a watcher that waits for the end of its standard input, which comes
    /// when our process ends, however it ends, and then stops the server. The watcher is nobody's child: the
    /// server would wonder about a child that it did not start.
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

    /// <summary>Starts the server; it does not accept connections yet when this returns.</summary>
    internal static PostgresServer Start(PostgresBinaries binaries, ClusterFolder folder, IEnumerable<KeyValuePair<string, string>> settings)
    {
        // A session of its own, so that Ctrl-C in our terminal does not stop it before its clients have ended.
        string[] session = OperatingSystem.IsLinux() ? ["setsid"] : [];
        string[] command =
        [
            .. PostgresAccount.Prefix, .. session, "/bin/sh", "-c", Script, "pathway-postgres", folder.Data, folder.Log,
            binaries.Postgres, "-D", folder.Data, .. settings.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" }),
        ];
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        long logStart = File.Exists(folder.Log) ? new FileInfo(folder.Log).Length : 0;
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"`{command[0]}` did not start.");
        PostgresServer server = new(folder, process, logStart);
        process.ErrorDataReceived += (_, line) => server._launchErrors += line.Data;
        process.BeginErrorReadLine();
        return server;
    }

    /// <summary>The end of what the server has logged in this run.</summary>
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
                // The next signal is harsher.
            }
        }

        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture, $"The Postgres server (process {ProcessId}) did not stop. Its log ends: {LogTail()}"));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.Dispose();
    }
}
