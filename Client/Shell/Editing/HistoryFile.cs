using System.Text;

namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>
/// The file that keeps the history, for its owner's eyes only. Without it, or where it cannot be written, there is
/// just no memory of earlier sessions.
/// </summary>
internal sealed class HistoryFile(string path)
{
    private const string HomeVariable = "PATHWAY_HOME";
    private const string StateVariable = "XDG_STATE_HOME";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary><c>client-history</c> in <c>$PATHWAY_HOME</c>, else in <c>pathway-orleans</c> of <c>$XDG_STATE_HOME</c> or <c>~/.local/state</c>.</summary>
    internal static HistoryFile ForUser() => new(Path.Combine(Folder(), "client-history"));

    /// <summary>The last lines. A file that has grown to twice as many is cut to them.</summary>
    internal IReadOnlyList<string> Read(int most)
    {
        try
        {
            string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
            string[] last = lines[Math.Max(0, lines.Length - most)..];
            if (lines.Length > 2 * most)
            {
                Rewrite(last);
            }

            return last;
        }
        catch (Exception e) when (IsRefusal(e))
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
        catch (Exception e) when (IsRefusal(e))
        {
        }
    }

    // Others may read or append meanwhile: they find the old file or the new one, whole.
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
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    private static bool IsRefusal(Exception e) => e is IOException or UnauthorizedAccessException;

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
