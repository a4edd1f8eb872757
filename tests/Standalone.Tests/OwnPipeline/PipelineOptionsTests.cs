using Microsoft.Extensions.Options;
using PathwayOrleans.Engine.Configuration;

namespace PathwayOrleans.Standalone.Tests.OwnPipeline;

public sealed class PipelineOptionsTests
{
    [Fact]
    public void The_standalone_engine_runs_a_pipeline_and_the_silo_refuses_it()
    {
        Assert.Null(Validate("standalone", Clickstream.PipelineFile));
        Assert.Null(Validate("silo", null));
        Assert.Equal(
            $"Pathway:Pipeline:File is '{Clickstream.PipelineFile}': the silo engine does not run pipelines yet; use " +
            "./pathway run.",
            Validate("silo", Clickstream.PipelineFile));
    }

    [Fact]
    public void A_file_that_does_not_exist_is_named() => Assert.StartsWith(
        "Pathway:Pipeline:File is '/nowhere/p.sql': /nowhere/p.sql: Could not find", Validate("batch", "/nowhere/p.sql"));

    [Fact]
    public void Windows_of_the_configuration_are_refused_beside_a_pipeline()
    {
        var windows = new WindowOptions();
        windows.Named.Add("day", new NamedWindowOptions());
        Assert.Contains("Pathway:Windows:Named has the windows day", Validate("batch", Clickstream.PipelineFile, windows));
    }

    private static string? Validate(string engine, string? file, WindowOptions? windows = null) =>
        new PipelineOptionsValidator(new EngineName(engine), Options.Create(windows ?? new WindowOptions()))
            .Validate(null, new PipelineOptions { File = file }).FailureMessage;
}
