using System.Text.Json;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report.Output;

/// <summary>Writes one JSON object in one line, in the format of the HTTP API: <c>{"rows":[…],"next":…}</c>.</summary>
internal sealed class JsonRows(TextWriter output) : IRowWriter
{
    private bool _hasRows;

    public Task WriteAsync(object row)
    {
        string lead = _hasRows ? "," : """{"rows":[""";
        _hasRows = true;
        return output.WriteAsync(lead + JsonSerializer.Serialize(row, row.GetType(), ReportJson.Options));
    }

    public async Task EndAsync(string? next, IReadOnlyDictionary<string, object?> facts)
    {
        await output.WriteAsync($"{(_hasRows ? "" : """{"rows":[""")}],\"next\":{JsonSerializer.Serialize(next)}");
        foreach ((string name, object? value) in facts)
        {
            await output.WriteAsync($",\"{name}\":{JsonSerializer.Serialize(value, ReportJson.Options)}");
        }

        await output.WriteLineAsync("}");
        await output.FlushAsync();
    }
}
