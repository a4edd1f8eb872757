using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Tests.Binding;

namespace PathwayOrleans.Pipelines.Tests;

/// <summary>No text makes the parser or the binder crash or hang; it has errors or it is a pipeline.</summary>
[Trait("Tier", "Slow")]
public sealed class PipelineFuzzTests
{
    private const int Mutants = 2_000;

    private static readonly string[] Fragments =
    [
        "(", ")", "'", "\"", "$$", "/*", "*/", "--", ";", ",", ".", "::", "=>", "[", "]", "NOT ", "CASE ", "END ", "SELECT ",
        "FROM ", "E'\\", "1e", "-", "\u00e9", "\0", "\uD800", "INTERVAL ", "WITHIN GROUP (ORDER BY ", "IN (", "BETWEEN ", "AS ",
    ];

    [Fact]
    public void A_mutated_pipeline_has_only_errors()
    {
        var random = new Random(7);
        for (int i = 0; i < Mutants; i++)
        {
            string text = PipelineBinderTests.Example;
            for (int changes = random.Next(1, 5); changes > 0; changes--)
            {
                text = Mutate(text, random);
            }

            Check(text);
        }
    }

    [Theory]
    [InlineData("(", ")", 100_000)]
    [InlineData("NOT ", "", 100_000)]
    [InlineData("- ", "", 100_000)]
    [InlineData("CASE WHEN ", "", 100_000)]
    [InlineData("coalesce(", ")", 20_000)]
    [InlineData("i + ", "", 20_000)]
    [InlineData("/*", "*/", 100_000)]
    [InlineData("((i + ", "))", 400)]
    public void A_deep_expression_has_only_errors(string before, string after, int depth) => Check(
        "CREATE SOURCE s (k text, i integer); CREATE MATERIALIZED VIEW v AS SELECT k, last_value(" +
        $"{string.Concat(Enumerable.Repeat(before, depth))}i{string.Concat(Enumerable.Repeat(after, depth))}) AS x FROM s GROUP BY k");

    [Fact]
    public void A_chain_at_the_limit_binds() => Check(
        "CREATE SOURCE s (k text, i integer); CREATE MATERIALIZED VIEW v AS SELECT k, sum(" +
        $"{string.Join(" + ", Enumerable.Repeat("i", 1000))}) AS x FROM s GROUP BY k");

    [Fact]
    public void Long_chains_inside_one_another_have_only_errors()
    {
        string chain = string.Concat(Enumerable.Repeat("i + ", 990));
        string nested = string.Concat(Enumerable.Repeat($"({chain}", 40)) + "i" + new string(')', 40);
        Check(
            $"CREATE SOURCE s (k text, i integer); CREATE MATERIALIZED VIEW v AS SELECT k, sum({nested}) AS x FROM s GROUP BY k");
    }

    [Fact]
    public void Long_chains_on_the_left_of_one_another_have_only_errors()
    {
        string chain = string.Concat(Enumerable.Repeat(" + i", 990));
        string nested = new string('(', 20) + "i" + string.Concat(Enumerable.Repeat($"{chain})", 20));
        Check(
            $"CREATE SOURCE s (k text, i integer); CREATE MATERIALIZED VIEW v AS SELECT k, sum({nested}) AS x FROM s GROUP BY k");
    }

    private static string Mutate(string text, Random random)
    {
        int at = random.Next(text.Length);
        int length = Math.Min(random.Next(1, 12), text.Length - at);
        int from = random.Next(text.Length);
        string other = text.Substring(from, Math.Min(random.Next(1, 40), text.Length - from));
        return random.Next(5) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, Fragments[random.Next(Fragments.Length)]),
            2 => text.Insert(at, other),
            3 => text.Remove(at, length).Insert(at, Fragments[random.Next(Fragments.Length)]),
            _ => text.Remove(at, length).Insert(at, other),
        };
    }

    private static void Check(string text)
    {
        try
        {
            PipelineBinder.Bind(text);
        }
        catch (PipelineException e)
        {
            Assert.NotEmpty(e.Diagnostics);
            Assert.All(e.Diagnostics, diagnostic => Assert.NotEmpty(diagnostic.ToString()));
        }
    }
}
