using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;

namespace PathwayOrleans.Storage.Reading.Queries;

/// <summary>
/// A statement, or a part of one, written as an interpolated string. An interpolated value becomes a parameter; an
/// interpolated <see cref="Sql"/> is inserted. So values never become part of the text.
/// </summary>
[InterpolatedStringHandler]
public sealed class Sql
{
    // Strings are text; NpgsqlParameters are values.
    private readonly List<object> _pieces = [];

    /// <param name="literalLength">The length of the literal text, passed by the compiler; not used.</param>
    /// <param name="formattedCount">The number of interpolated values, passed by the compiler; sets the capacity.</param>
    public Sql(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _pieces.EnsureCapacity((2 * formattedCount) + 1);
    }

    /// <summary>An empty part, for a condition that does not apply.</summary>
    public static Sql Empty { get; } = new(0, 0);

    public void AppendLiteral(string text) => _pieces.Add(text);

    public void AppendFormatted<T>(T value)
        where T : notnull => _pieces.Add(new NpgsqlParameter { Value = value });

    public void AppendFormatted(Sql piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        _pieces.AddRange(piece._pieces);
    }

    /// <summary>
    /// Text that is inserted unchanged, such as the name of a schema. It must not contain unvalidated input.
    /// </summary>
    public static Sql Text(string text)
    {
        var sql = new Sql(text.Length, 0);
        sql.AppendLiteral(text);
        return sql;
    }

    /// <summary>Returns the part for a value, or <see cref="Empty"/> if the value is null.</summary>
    public static Sql If<T>(T? value, Func<T, Sql> piece)
        where T : struct => value is { } given ? piece(given) : Empty;

    /// <summary>Returns the part for a value, or <see cref="Empty"/> if the value is null.</summary>
    public static Sql If<T>(T? value, Func<T, Sql> piece)
        where T : class => value is null ? Empty : piece(value);

    /// <summary>Several parts with text between them, which must not contain unvalidated input.</summary>
    internal static Sql Join(string separator, IEnumerable<Sql> pieces)
    {
        var joined = new Sql(0, 0);
        foreach (Sql piece in pieces)
        {
            if (joined._pieces.Count > 0)
            {
                joined.AppendLiteral(separator);
            }

            joined.AppendFormatted(piece);
        }

        return joined;
    }

    internal string Write(NpgsqlParameterCollection parameters)
    {
        var text = new StringBuilder();
        foreach (object piece in _pieces)
        {
            if (piece is NpgsqlParameter parameter)
            {
                // A parameter can belong to one command only, and a statement may be run several times.
                parameters.Add(parameter.Clone());
                text.Append(CultureInfo.InvariantCulture, $"${parameters.Count}");
            }
            else
            {
                text.Append((string)piece);
            }
        }

        return text.ToString();
    }
}
