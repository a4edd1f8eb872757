using PathwayOrleans.Client.Shell.Editing;

namespace PathwayOrleans.Client.Tests.Shell;

public sealed class LineEditorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pathway-history-").FullName;
    private readonly FakeTerminal _keys = new();
    private readonly History _history;
    private readonly FakeCompleter _completer = new();

    public LineEditorTests() => _history = History.Load(new HistoryFile(Path.Combine(_folder, "history")));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Typed_text_is_the_line()
    {
        _keys.Type("user é😀e\u0301").Enter();

        Assert.Equal("user é😀e\u0301", Read());
        Assert.False(_keys.IsReading);
    }

    [Fact]
    public void Text_is_inserted_at_the_cursor()
    {
        _keys.Type("bd")
            .Press(ConsoleKey.LeftArrow).Type("c").Press(ConsoleKey.Home).Type("a").Press(ConsoleKey.End).Type("e").Enter();

        Assert.Equal("abcde", Read());
    }

    [Fact]
    public void The_cursor_moves_by_whole_characters()
    {
        _keys.Type("a😀e\u0301b")
            .Press(ConsoleKey.LeftArrow, ConsoleKey.LeftArrow, ConsoleKey.Backspace, ConsoleKey.Delete).Enter();

        Assert.Equal("ab", Read());
    }

    [Fact]
    public void Keys_beyond_the_ends_have_no_effect()
    {
        _keys.Press(ConsoleKey.LeftArrow, ConsoleKey.Backspace, ConsoleKey.Delete, ConsoleKey.RightArrow).Type("a")
            .Press(ConsoleKey.RightArrow, ConsoleKey.Delete, ConsoleKey.DownArrow, ConsoleKey.UpArrow, ConsoleKey.F1).Enter();

        Assert.Equal("a", Read());
    }

    [Fact]
    public void Control_A_and_E_move_to_the_ends()
    {
        _keys.Type("b").Control(ConsoleKey.A).Type("a").Control(ConsoleKey.E).Type("c").Enter();

        Assert.Equal("abc", Read());
    }

    [Fact]
    public void Control_U_deletes_the_text_before_the_cursor()
    {
        _keys.Type("ab").Press(ConsoleKey.LeftArrow).Control(ConsoleKey.U).Enter();

        Assert.Equal("b", Read());
    }

    [Fact]
    public void Control_W_deletes_a_word()
    {
        _keys.Type("user u17  ").Control(ConsoleKey.W).Type("x").Enter();

        Assert.Equal("user x", Read());
    }

    [Fact]
    public void Control_L_clears_the_screen_and_keeps_the_line()
    {
        _keys.Type("ab").Control(ConsoleKey.L).Enter();

        Assert.Equal("ab", Read());
        Assert.EndsWith("\e[H\e[2J\r> ab\e[K\r\e[4C\r\n", _keys.Written, StringComparison.Ordinal);
    }

    [Fact]
    public void Control_C_clears_the_line()
    {
        _keys.Type("ab").Control(ConsoleKey.C).Type("c").Enter();

        Assert.Equal("c", Read());
        Assert.Contains("^C", _keys.Written);
    }

    [Fact]
    public void Control_D_leaves_an_empty_line_and_deletes_in_another()
    {
        _keys.Type("ab").Control(ConsoleKey.A).Control(ConsoleKey.D).Control(ConsoleKey.D).Control(ConsoleKey.D);

        Assert.Null(Read());
        Assert.False(_keys.IsReading);
    }

    [Fact]
    public void Pasted_lines_are_lines()
    {
        _keys.Type("one\ntwo\r");

        Assert.Equal("one", Read());
        Assert.Equal("two", Read());
    }

    [Fact]
    public void Up_and_down_select_earlier_lines_and_return_to_the_draft()
    {
        _history.Add("first");
        _history.Add("second");
        _keys.Type("draft").Press(ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.UpArrow).Type("!").Enter();
        _keys.Type("draft").Press(
            ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.DownArrow, ConsoleKey.DownArrow, ConsoleKey.DownArrow).Enter();

        Assert.Equal("first!", Read());
        Assert.Equal("draft", Read());
    }

    [Fact]
    public void Tab_inserts_the_only_candidate()
    {
        _completer.Answer = new Completion(5, ["u17"]);
        _keys.Type("user u x").Press(ConsoleKey.LeftArrow, ConsoleKey.LeftArrow, ConsoleKey.Tab).Enter();

        Assert.Equal("user u17  x", Read());
        Assert.Equal("user u", _completer.Asked);
    }

    [Fact]
    public void Tab_inserts_the_common_prefix_and_then_lists_the_candidates()
    {
        _completer.Answer = new Completion(0, ["watch", "wag"]);
        _keys.Type("w").Press(ConsoleKey.Tab, ConsoleKey.Tab).Enter();

        Assert.Equal("wa", Read());
        Assert.Single(_keys.Written.Split("watch  wag").Skip(1));
    }

    [Fact]
    public void Tab_without_candidates_sounds_the_bell()
    {
        _completer.Answer = new Completion(0, []);
        _keys.Type("x").Press(ConsoleKey.Tab).Enter();

        Assert.Equal("x", Read());
        Assert.Contains('\a', _keys.Written);
    }

    [Fact]
    public void A_long_line_shows_the_text_around_the_cursor()
    {
        _keys.Width = 8;
        _keys.Type("abcdefg日x").Press(ConsoleKey.Home).Enter();

        Assert.Equal("abcdefg日x", Read());
        Assert.Contains("\r> cdefg\e[K\r\e[7C", _keys.Written);
        Assert.Contains("\r> efg日\e[K\r\e[7C\r> fg日x\e[K\r\e[7C", _keys.Written);
        Assert.EndsWith("\r> abcde\e[K\r\e[2C\r\n", _keys.Written, StringComparison.Ordinal);
    }

    private string? Read() => new LineEditor(_keys, _history, _completer).ReadLine("> ");

    private sealed class FakeCompleter : ICompleter
    {
        internal Completion Answer { get; set; } = new(0, []);

        internal string? Asked { get; private set; }

        public Completion Complete(string text)
        {
            Asked = text;
            return Answer;
        }
    }
}
