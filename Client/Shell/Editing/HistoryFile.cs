using System.Text;

namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>
/// The file that stores the history, readable by its owner only. If it cannot be read or written, earlier sessions have no
/// history.
/// </summary>
internal sealed class HistoryFile(string path)
{
    private const string HomeVariable = "PATHWAY_HOME";
    private const string StateVariable = "XDG_STATE_HOME";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// <c>client-history</c> in <c>$PATHWAY_HOME</c>, otherwise in <c>pathway-orleans</c> of <c>$XDG_STATE_HOME</c> or
    /// <c>~/.local/state</c>.
    /// </summary>
    internal static HistoryFile ForUser() => new(Path.Combine(Folder(), "client-history"));

    /// <summary>Reads the last lines. A file with more than twice as many is truncated to them.</summary>
    internal IReadOnlyList<string> Read(int maxLines)
    {
        try
        {
            string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
            string[] last = lines[Math.Max(0, lines.Length - maxLines)..];
            if (lines.Length > 2 * maxLines)
            {
                Rewrite(last);
            }

            return last;
        }
        catch (Exception e) when (IsFileError(e))
        {
            return [];
        }
    }

    internal void Append(string line)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var writer = new StreamWriter(path, Plain, Options(FileMode.Append));
            writer.WriteLine(line);
        }
        catch (Exception e) when (IsFileError(e))
        {
        }
    }

    // Other processes may read or append meanwhile. The rename is atomic, so they see the old file or the new one.
    private void Rewrite(IEnumerable<string> lines)
    {
        string next = $"{path}.{Environment.ProcessId}";
        using (var writer = new StreamWriter(next, Plain, Options(FileMode.Create)))
        {
            foreach (string line in lines)
            {
                writer.WriteLine(line);
            }
        }

        File.Move(next, path, overwrite: true);
    }

    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    private static bool IsFileError(Exception e) => e is IOException or UnauthorizedAccessException;

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable(HomeVariable) is { Length: > 0 } home)
        {
            return Path.GetFullPath(home);
        }

        string state = Environment.GetEnvironmentVariable(StateVariable) is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return Path.Combine(state, "pathway-orleans");
    }
}
