using System.Text;
using PathwayOrleans.Pipelines.Runtime.Functions;
using PathwayOrleans.Pipelines.Runtime.Tests.Oracle;
using static PathwayOrleans.Pipelines.Runtime.Functions.Cast;

namespace PathwayOrleans.Pipelines.Runtime.Tests;

public sealed class TextTests(PostgresOracle oracle)
{
    private static readonly string[] Patterns =
    [
        "", "%", "_", "%%", "__", "a%", "%a", "%a%", "a_c", "abc", "%b%", "a\\%", "100\\%", "50\\__0", "\\", "a\\", "%\\", "\\\\",
        "back\\\\slash",
        "%😀%", "_😀_", "😀_", "A%", "%Ä%", "STRASSE", "%ß%", "%\\_%", "_%_", "%_a", "a%b%c", "%日%",
        .. Cases.Generate(150, random => Cases.RandomText(random, "ab%_\\ä😀")),
    ];

    private static readonly string[] Positions = ["-5", "-1", "0", "1", "2", "3", "5", "10", "2147483647", "-2147483648"];

    [Fact]
    public async Task Functions_of_one_text_equal_Postgres()
    {
        IReadOnlyList<string?[]> cases = Cases.Of(Cases.Texts);
        await oracle.CheckAsync("lower($1 COLLATE \"C.utf8\")", cases, row => TextFunctions.Lower(row[0]));
        await oracle.CheckAsync("upper($1 COLLATE \"C.utf8\")", cases, row => TextFunctions.Upper(row[0]));
        await oracle.CheckAsync("length($1)", cases, row => ToText(TextFunctions.Length(row[0])));
        await oracle.CheckAsync("trim($1)", cases, row => TextFunctions.Trim(row[0]));
        await oracle.CheckAsync("ltrim($1)", cases, row => TextFunctions.TrimStart(row[0]));
        await oracle.CheckAsync("rtrim($1)", cases, row => TextFunctions.TrimEnd(row[0]));
    }

    [Fact]
    public async Task The_case_of_each_character_equals_Postgres()
    {
        string[] characters = [.. Enumerable.Range(1,
            0x1FFFF).Where(code => code is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32)
            .Where(text => HasCase(Rune.GetRuneAt(text, 0)) || text[0] is < '\u0590')];
        await oracle.CheckAsync("lower($1 COLLATE \"C.utf8\")", Cases.Of(characters), row => TextFunctions.Lower(row[0]));
        await oracle.CheckAsync("upper($1 COLLATE \"C.utf8\")", Cases.Of(characters), row => TextFunctions.Upper(row[0]));
    }

    [Fact]
    public async Task Functions_of_two_texts_equal_Postgres()
    {
        IReadOnlyList<string?[]> cases = Cases.Of(Cases.Texts, Cases.Texts);
        await oracle.CheckAsync("$1 || $2", cases, row => TextFunctions.Concatenate(row[0], row[1]));
        await oracle.CheckAsync("starts_with($1, $2)", cases, row => ToText(TextFunctions.StartsWith(row[0], row[1])));
        IReadOnlyList<string?[]> sets = Cases.Of(Cases.Texts, ["", " ", "a", "ab", "😀", "ä,", "\t\n ", "_%"]);
        await oracle.CheckAsync("trim(both $2 from $1)", sets, row => TextFunctions.Trim(row[0], row[1]));
        await oracle.CheckAsync("trim(leading $2 from $1)", sets, row => TextFunctions.TrimStart(row[0], row[1]));
        await oracle.CheckAsync("trim(trailing $2 from $1)", sets, row => TextFunctions.TrimEnd(row[0], row[1]));
    }

    [Fact]
    public async Task Parts_equal_Postgres()
    {
        await oracle.CheckAsync("substr($1, $2::integer)", Cases.Of(Cases.Texts, Positions),
            row => TextFunctions.Substring(row[0], ToInteger(row[1])));
        await oracle.CheckAsync("substr($1, $2::integer, $3::integer)", Cases.Of(Cases.Texts, Positions, Positions, 5000),
            row => TextFunctions.Substring(row[0], ToInteger(row[1]), ToInteger(row[2])));
        string[] delimiters = ["", ",", ",,", "a", "b", "😀", "aa", " "];
        await oracle.CheckAsync("split_part($1, $2, $3::integer)", Cases.Of(Cases.Texts, delimiters, Positions, 5000),
            row => TextFunctions.SplitPart(row[0], row[1], ToInteger(row[2])));
        await oracle.CheckAsync("replace($1, $2, $3)", Cases.Of(Cases.Texts, delimiters, Cases.Texts, 3000),
            row => TextFunctions.Replace(row[0], row[1], row[2]));
    }

    [Fact]
    public async Task Patterns_equal_Postgres()
    {
        IReadOnlyList<string?[]> cases = Cases.Of(Cases.Texts, Patterns, 12_000);
        await oracle.CheckAsync("$1 LIKE $2", cases, row => ToText(Like.IsMatch(row[0], row[1])));
        await oracle.CheckAsync(
            "$1 COLLATE \"C.utf8\" ILIKE $2", cases, row => ToText(Like.IsMatchIgnoringCase(row[0], row[1])));
        await oracle.CheckAsync(
            "$1 LIKE $2 ESCAPE $3", Cases.Of(Cases.Texts, Patterns, ["", "\\", "a", "_", "%", "ab", "😀"], 6000),
            row => ToText(Like.IsMatch(row[0], Like.WithBackslash(row[1], row[2]))));
    }

    private static bool HasCase(Rune rune) => Rune.ToUpperInvariant(rune) != rune || Rune.ToLowerInvariant(rune) != rune;
}
