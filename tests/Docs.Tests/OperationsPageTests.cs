using System.Text.RegularExpressions;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Docs.Tests;

/// <summary>The tables of docs/operations.md.</summary>
public sealed partial class OperationsPageTests
{
    private static readonly string Text = Page.Read("docs/operations.md").Text;

    [Fact]
    public void Every_metric_is_in_the_table_and_every_metric_of_the_table_exists()
    {
        string file = Directory.EnumerateFiles(
            RepositoryFolder.PathOf("Engine"), $"{nameof(PathwayMetrics)}.cs", SearchOption.AllDirectories).Single();

        Assert.Equal(
            MetricInCode()
                .Matches(File.ReadAllText(file)).Select(metric => metric.Groups["name"].Value).Order(StringComparer.Ordinal),
            MetricInTable().Matches(Text).Select(metric => metric.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_reason_of_a_rejected_record_is_in_the_table()
    {
        string code = File.ReadAllText(RepositoryFolder.PathOf("Pipelines", "Reading", "RecordRejection.cs"));
        string[] reasons = [.. ReasonInCode().Matches(code).Select(reason => reason.Groups["name"].Value)];

        Assert.Contains("invalid_json", reasons);
        Assert.All(reasons, reason => Assert.Contains($"`{reason}`", Text, StringComparison.Ordinal));
    }

    [GeneratedRegex("const string \\w+ = \"(?<name>[a-z_]+)\"")]
    private static partial Regex ReasonInCode();

    [GeneratedRegex("\"(?<name>pathway\\.[a-z._]+)\"")]
    private static partial Regex MetricInCode();

    [GeneratedRegex(@"^\| `(?<name>pathway\.[a-z._]+)` \|", RegexOptions.Multiline)]
    private static partial Regex MetricInTable();
}
