using System.Text;
using PathwayOrleans.Client.Shell.Editing;

namespace PathwayOrleans.Client.Tests.Shell;

/// <summary>A terminal with scripted keys, which keeps the output.</summary>
internal sealed class FakeTerminal : IKeyTerminal
{
    private readonly Queue<ConsoleKeyInfo> _keys = new();
    private readonly StringBuilder _written = new();

    public int Width { get; set; } = 80;

    internal string Written => _written.ToString();

    /// <summary>Whether Ctrl-C is currently read as a key.</summary>
    internal bool IsReading { get; private set; }

    public void Begin() => IsReading = true;

    public void End() => IsReading = false;

    public ConsoleKeyInfo ReadKey() => _keys.Dequeue();

    public void Write(string text) => _written.Append(text);

    internal FakeTerminal Type(string text)
    {
        foreach (char c in text)
        {
            _keys.Enqueue(new ConsoleKeyInfo(c, ConsoleKey.None, shift: false, alt: false, control: false));
        }

        return this;
    }

    internal FakeTerminal Press(params ConsoleKey[] keys)
    {
        foreach (ConsoleKey key in keys)
        {
            _keys.Enqueue(new ConsoleKeyInfo('\0', key, shift: false, alt: false, control: false));
        }

        return this;
    }

    internal FakeTerminal Control(ConsoleKey key)
    {
        _keys.Enqueue(new ConsoleKeyInfo((char)(key - ConsoleKey.A + 1), key, shift: false, alt: false, control: true));
        return this;
    }

    internal FakeTerminal Enter() => Press(ConsoleKey.Enter);
}
