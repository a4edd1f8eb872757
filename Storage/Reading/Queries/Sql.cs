using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;

namespace PathwayOrleans.Storage.Reading.Queries;

/// <summary>
/// A statement, or a piece of one, written as an interpolated string: what stands in braces becomes a parameter, or
/// is put in where it is a piece itself. So no value ever becomes part of the text.
/// </summary>
[InterpolatedStringHandler]
public sealed class Sql
{
    // Strings are text, parameters are values.
    private readonly List<object> _pieces = [];

    /// <param name="literalLength">As the compiler counts it; of no use here.</param>
    /// <param name="formattedCount">Likewise.</param>
    public Sql(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _pieces.EnsureCapacity((2 * formattedCount) + 1);
    }

    /// <summary>Nothing, for a condition that is not asked for.</summary>
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
    /// Text that is no value, such as the name of a schema. The caller vouches for it: it must not come from
    /// outside unchecked.
    /// </summary>
    public static Sql Text(string text)
    {
        var sql = new Sql(text.Length, 0);
        sql.AppendLiteral(text);
        return sql;
    }

    /// <summary>This piece where the value is given, nothing where it is not.</summary>
    public static Sql If<T>(T? value, Func<T, Sql> piece)
        where T : struct => value is { } given ? piece(given) : Empty;

    /// <summary>This piece where the value is given, nothing where it is not.</summary>
    public static Sql If<T>(T? value, Func<T, Sql> piece)
        where T : class => value is null ? Empty : piece(value);

    internal string Write(NpgsqlParameterCollection parameters)
    {
        var text = new StringBuilder();
        foreach (object piece in _pieces)
        {
            if (piece is NpgsqlParameter parameter)
            {
                // A parameter belongs to one command; a statement may be run again.
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
