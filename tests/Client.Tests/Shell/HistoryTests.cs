using PathwayOrleans.Client.Shell.Editing;

namespace PathwayOrleans.Client.Tests.Shell;

public sealed class HistoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pathway-history-").FullName;

    private string FilePath => Path.Combine(_folder, "state", "history");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lines_are_kept_for_the_next_session()
    {
        var first = History.Load(new HistoryFile(FilePath));
        first.Add("top");
        first.Add("user é😀");

        Assert.Equal(["top", "user é😀"], History.Load(new HistoryFile(FilePath)).Lines);
    }

    [Fact]
    public void Empty_lines_and_repetitions_are_omitted()
    {
        var history = History.Load(new HistoryFile(FilePath));
        foreach (string line in (string[])["a", " ", "", "a ", "b", "a"])
        {
            history.Add(line);
        }

        Assert.Equal(["a", "b", "a"], history.Lines);
    }

    [Fact]
    public void The_history_is_limited_in_memory_and_in_the_file()
    {
        var history = History.Load(new HistoryFile(FilePath));
        for (int i = 0; i < (2 * History.MaxLines) + 1; i++)
        {
            history.Add($"user u{i}");
        }

        string[] last = [.. Enumerable.Range(History.MaxLines + 1, History.MaxLines).Select(i => $"user u{i}")];
        Assert.Equal(last, history.Lines);
        Assert.Equal(last, History.Load(new HistoryFile(FilePath)).Lines);
        Assert.Equal(last, File.ReadAllLines(FilePath));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(FilePath)!));
    }

    [Fact]
    public void Only_the_user_can_read_the_file()
    {
        History.Load(new HistoryFile(FilePath)).Add("user secret");

        // Windows has no Unix file modes.
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        }
    }

    [Fact]
    public void Without_a_file_the_history_is_kept_in_memory()
    {
        File.WriteAllText(Path.Combine(_folder, "state"), "a file where a folder should be");
        var history = History.Load(new HistoryFile(FilePath));

        history.Add("top");

        Assert.Equal(["top"], history.Lines);
    }
}
