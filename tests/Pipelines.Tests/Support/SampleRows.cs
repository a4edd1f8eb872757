using System.Globalization;
using System.Linq.Expressions;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime;
using PathwayOrleans.Pipelines.Runtime.Text;

namespace PathwayOrleans.Pipelines.Tests.Support;

/// <summary>Random rows with the columns of <see cref="Bound.Source"/>, as texts.</summary>
internal static class SampleRows
{
    private static readonly string[][] Values =
    [
        ["k1", "k2"],
        ["true", "false"],
        ["0", "1", "7", "-7", "2147483647", "-2147483648", "100", "3"],
        ["0", "-2", "2", "1", "46341", "-1"],
        ["0", "5000000000", "-1", "9223372036854775807", "-9223372036854775808", "7", "12"],
        ["0", "1.5", "-2.25", "3.4028235e+38", "1e-45", "NaN", "0.1"],
        ["0", "-2.25", "1e300", "0.1", "NaN", "Infinity", "1e-300", "123456.789", "2.5"],
        ["0", "3.10", "-19.90", "0.005", "99999999999999.99", "1", "7", "1.50", "12345678901234567890.12"],
        ["", "12", "abc", "  spaced ", "a,b,c", "ÄÖÜ", "true", "1.5", "a_c%", "😀b", "2024-01-31", "1 day"],
        ["b", "a", "A", "x", "a%", "12"],
        [
            "2024-03-31 12:34:56.789+00", "1970-01-01 00:00:00+00", "2023-12-31 23:59:59.999999+00", "1969-12-31 23:00:00+00",
            "2024-10-27 00:30:00+00", "2262-01-01 00:00:00+00",
        ],
        ["2023-01-01 00:00:00+00", "2024-02-29 06:00:00+00", "2000-01-01 00:00:00.000001+00"],
        ["2024-02-29", "1970-01-01", "2023-12-31", "1950-06-15"],
        ["c0ffee00-0000-4000-8000-000000000001", "00000000-0000-0000-0000-000000000000"],
    ];

    /// <summary>Rows of texts; null is NULL.</summary>
    internal static string?[][] Create(Random random, int count) =>
    [
        .. Enumerable.Range(0, count).Select(_ => Values.Select((values, column) =>
            column > 0 && random.Next(7) == 0 ? null : values[random.Next(values.Length)]).ToArray()),
    ];

    /// <summary>The rows as one INSERT into a table <c>s</c>, after a column with their number.</summary>
    internal static string Insert(string?[][] rows) => "INSERT INTO s VALUES " + string.Join(", ", rows.Select((row, number) =>
        $"({number.ToString(CultureInfo.InvariantCulture)}, " +
        string.Join(", ", row.Select(value => value is null ? "NULL" : $"'{value}'")) + ")"));

    /// <summary>The value of an expression for each row, as Postgres's text; an error as its code.</summary>
    internal static string?[] Evaluate(BoundExpression expression, SourceDefinition source, string?[][] rows)
    {
        var slots = new RowSlots();
        SlotValue value = slots.Of(expression);
        (int Slot, int Index, SqlType Type)[] columns =
        [
            .. slots.Columns.Select(pair =>
                (pair.Value, source.Columns.ToList().FindIndex(column => column.Name == pair.Key.Name), pair.Key.Type)),
        ];
        var row = new Row(slots.Count);
        return [.. rows.Select(texts => Evaluate(value, row, columns, expression.Type, texts))];
    }

    private static string? Evaluate(
        SlotValue value, Row row, (int Slot, int Index, SqlType Type)[] columns, SqlType type, string?[] texts)
    {
        row.Clear();
        foreach ((int slot, int index, SqlType columnType) in columns)
        {
            if (texts[index] is { } text)
            {
                object parsed = Expression.Lambda<Func<object>>(
                    Expression.Convert(RuntimeCasts.Convert(Expression.Constant(text), columnType), typeof(object)))
                    .Compile(preferInterpretation: true)();
                typeof(Row).GetMethod(nameof(Row.Write), Flags)!.MakeGenericMethod(ClrTypes.Of(columnType))
                    .Invoke(row, [slot, parsed]);
            }
        }

        try
        {
            value.Evaluate(row);
        }
        catch (EvaluationException e)
        {
            return $"ERROR {e.SqlState}";
        }

        return row.HasValue(value.Slot)
            ? ValueText.Of(typeof(Row).GetMethod(nameof(Row.Read), Flags)!.MakeGenericMethod(ClrTypes.Of(type))
                .Invoke(row, [value.Slot])!)
            : null;
    }

    private const System.Reflection.BindingFlags Flags =
        System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic;
}
