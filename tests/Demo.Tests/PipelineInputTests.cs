using PathwayOrleans.CommandLine;
using PathwayOrleans.Configuration;
using PathwayOrleans.Demo.Subjects;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Demo.Tests;

public sealed class PipelineInputTests
{
    private static readonly string Pipeline = RepositoryFolder.PathOf("samples", "clickstream", "pipeline.sql");
    private static readonly string Sample = RepositoryFolder.PathOf("samples", "clickstream", "sample.ndjson");

    private static readonly DemoOptions Options = new() { Pipeline = Pipeline, Input = Sample };

    [Theory]
    [InlineData(0, 0, null, 0)]
    [InlineData(0, 0, 50.0, 50)]
    [InlineData(1, 0, null, 100)]
    [InlineData(3, 0, null, 1000 / 12.0)]
    [InlineData(3, 5, null, 50)]
    [InlineData(3, 0, 0.0, 0)]
    [InlineData(3, 0, 700.0, 700)]
    public void With_faults_the_load_is_long_enough_unless_the_rate_is_given(
        double killEvery, double freezeEvery, double? rate, double expected)
    {
        DemoOptions options = Options with
        {
            KillEvery = killEvery,
            FreezeEvery = freezeEvery,
            Rate = rate ?? 0,
            HasRate = rate is not null,
        };
        PipelineInput input = PipelineInput.Read(options)!;
        Assert.Equal(1_000, input.Records);
        Assert.Equal(expected, input.RateOf(options), precision: 9);
    }

    [Fact]
    public void Without_a_pipeline_there_is_no_input() => Assert.Null(PipelineInput.Read(new DemoOptions()));

    [Fact]
    public void A_pipeline_with_errors_is_refused_with_the_place()
    {
        using var folder = new FolderForTests();
        string file = folder.Write("wrong.sql", "CREATE SOURCE s (k text);\nCREATE MATERIALIZED VIEW v AS SELECT q FROM s;");
        ConfigurationRejectedException refused = Assert.Throws<ConfigurationRejectedException>(
            () => PipelineInput.Read(Options with { Pipeline = file }));
        Assert.Contains("line 2, column 46", refused.Message);
    }

    [Fact]
    public void A_file_without_records_and_one_that_does_not_exist_are_named()
    {
        using var folder = new FolderForTests();
        string empty = folder.Write("empty.ndjson", "\n\r\n");
        Assert.StartsWith($"--input is {empty}, which has no records.", Refusal(empty));
        Assert.StartsWith("--input is /nowhere.ndjson, which cannot be read: ", Refusal("/nowhere.ndjson"));

        static string Refusal(string input) => Assert.Throws<CommandFailedException>(
            () => PipelineInput.Read(Options with { Input = input })).Message;
    }
}
