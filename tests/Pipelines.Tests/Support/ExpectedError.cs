using System.Globalization;

namespace PathwayOrleans.Pipelines.Tests.Support;

/// <summary>An error at a place that is marked in the text.</summary>
internal static class ExpectedError
{
    private const char Mark = '¦';

    /// <summary>The text without the mark, and the error with the line and the caret that are expected there.</summary>
    internal static (string Sql, string Error) At(string marked, string message)
    {
        int offset = marked.IndexOf(Mark, StringComparison.Ordinal);
        string[] before = marked[..offset].Split('\n');
        string sql = marked.Remove(offset, 1);
        string line = sql.Split('\n')[before.Length - 1];
        int column = before[^1].Length + 1;
        return (sql, string.Create(
            CultureInfo.InvariantCulture,
            $"line {before.Length}, column {column}: {message}\n    {line}\n    {new string(' ', column - 1)}^"));
    }
}
