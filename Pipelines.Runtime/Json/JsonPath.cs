using System.Globalization;
using System.Text;

namespace PathwayOrleans.Pipelines.Runtime.Json;

/// <summary>
/// A path to one value, in the part of SQL/JSON that names members and elements: <c>$.a.b[0]."odd name"</c>. It never unwraps an
/// array or wraps another value into one; where the value has another form, the result is missing (SQL/JSON's mode
/// <c>strict</c>, with NULL for an error).
/// </summary>
public sealed class JsonPath : IEquatable<JsonPath>
{
    private readonly Step[] _steps;

    private JsonPath(Step[] steps) => _steps = steps;

    internal IReadOnlyList<Step> Steps => _steps;

    /// <summary>The path of one member of the record.</summary>
    public static JsonPath OfMember(string name) => new([new Step(name, 0)]);

    /// <summary>Reads a path.</summary>
    /// <exception cref="JsonPathException">It is not one.</exception>
    public static JsonPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith('$'))
        {
            throw new JsonPathException(text, 0, "a path begins with $");
        }

        var steps = new List<Step>();
        for (int at = 1; at < text.Length;)
        {
            steps.Add(text[at] switch
            {
                '.' => Member(text, ref at),
                '[' => Element(text, ref at),
                _ => throw new JsonPathException(text, at, "expected .member or [index]"),
            });
        }

        return new JsonPath([.. steps]);
    }

    public bool Equals(JsonPath? other) => other is not null && _steps.AsSpan().SequenceEqual(other._steps);

    public override bool Equals(object? obj) => Equals(obj as JsonPath);

    public override int GetHashCode() => _steps.Aggregate(0, HashCode.Combine);

    /// <summary>The path with every name in quotes.</summary>
    public override string ToString() => "$" + string.Concat(_steps.Select(step => step.Member is null
        ? string.Create(CultureInfo.InvariantCulture, $"[{step.Index}]")
        : $".\"{step.Member.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""));

    private static Step Member(string text, ref int at)
    {
        int start = ++at;
        if (at < text.Length && text[at] == '"')
        {
            return new Step(Quoted(text, ref at), 0);
        }

        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '$' || char.IsSurrogate(text[at])))
        {
            at++;
        }

        return at > start && !char.IsAsciiDigit(text[start])
            ? new Step(text[start..at], 0)
            : throw new JsonPathException(text, start, "expected the name of a member; other names need double quotes");
    }

    private static Step Element(string text, ref int at)
    {
        int start = ++at;
        int end = text.IndexOf(']', start);
        if (end < 0 || !int.TryParse(text.AsSpan(start, end - start).Trim(), NumberStyles.None, CultureInfo.InvariantCulture,
            out int index))
        {
            throw new JsonPathException(text, start, "expected the number of an element, from 0, and ]");
        }

        at = end + 1;
        return new Step(null, index);
    }

    // The escapes are those of JSON strings.
    private static string Quoted(string text, ref int at)
    {
        int start = at;
        var name = new StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            name.Append(text[at] == '\\' ? Escaped(text, ref at) : text[at]);
        }

        if (at >= text.Length)
        {
            throw new JsonPathException(text, start, "the quote is not closed");
        }

        at++;
        return name.ToString();
    }

    private static char Escaped(string text, ref int at)
    {
        int start = at++;
        if (at + 4 < text.Length && text[at] == 'u'
            && ushort.TryParse(text.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out ushort code))
        {
            at += 4;
            return (char)code;
        }

        return at < text.Length && "\"\\/bfnrt".IndexOf(text[at], StringComparison.Ordinal) is >= 0 and int index
            ? "\"\\/\b\f\n\r\t"[index]
            : throw new JsonPathException(text, start, "unknown escape");
    }

    /// <summary>One step.</summary>
    /// <param name="Member">The name of a member, or null for an element.</param>
    /// <param name="Index">The number of the element.</param>
    internal readonly record struct Step(string? Member, int Index);
}
