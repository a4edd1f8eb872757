using System.Text.Json;
using System.Text.Json.Serialization;
using PathwayOrleans.Storage.Reading.Definitions;

namespace PathwayOrleans.Storage.Reading.Views;

/// <summary>
/// A row of a report of a view: the values as text, as Postgres writes them, times in UTC. As JSON it is an object whose members
/// are named like the columns; numbers keep all their digits.
/// </summary>
/// <param name="columns">The columns.</param>
/// <param name="cells">The values.</param>
[JsonConverter(typeof(Converter))]
public sealed class ViewRow(IReadOnlyList<ReportColumn> columns, IReadOnlyList<string?> cells)
{
    /// <summary>The values.</summary>
    public IReadOnlyList<string?> Cells { get; } = cells;

    private IReadOnlyList<ReportColumn> Columns { get; } = columns;

    private sealed class Converter : JsonConverter<ViewRow>
    {
        public override ViewRow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Rows of views are only written.");

        public override void Write(Utf8JsonWriter writer, ViewRow value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            for (int i = 0; i < value.Cells.Count; i++)
            {
                writer.WritePropertyName(value.Columns[i].Name);
                Write(writer, value.Columns[i].Kind, value.Cells[i]);
            }

            writer.WriteEndObject();
        }

        private static void Write(Utf8JsonWriter writer, ReportColumnKind kind, string? cell)
        {
            // JSON has no infinity and no NaN.
            bool isRaw = kind == ReportColumnKind.Flag
                || (kind is ReportColumnKind.Number or ReportColumnKind.Value or ReportColumnKind.Numeric
                    && cell is [.., >= '0' and <= '9']);
            if (cell is null)
            {
                writer.WriteNullValue();
            }
            else if (isRaw)
            {
                writer.WriteRawValue(cell);
            }
            else
            {
                writer.WriteStringValue(cell);
            }
        }
    }
}
