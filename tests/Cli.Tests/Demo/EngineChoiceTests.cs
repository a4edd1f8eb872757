using PathwayOrleans.Cli.Demo.Engines;
using PathwayOrleans.Producer.Command;

namespace PathwayOrleans.Cli.Tests.Demo;

public sealed class EngineChoiceTests
{
    private static readonly string Dll = typeof(EngineChoiceTests).Assembly.Location;
    private static readonly SiloProgram Silo = SiloProgram.Find(name => name == SiloProgram.PathVariable ? Dll : null, "");
    private static readonly SiloProgram None = SiloProgram.Find(name => name == SiloProgram.MissingVariable ? "the feed lacks X" : null, "");

    [Fact]
    public void Where_a_silo_is_built_it_is_taken_by_default()
    {
        EngineChoice choice = EngineChoice.Make(null, Silo);
        Assert.Equal((EngineNames.Cluster, Dll), (choice.Name, choice.SiloDll));
        Assert.Equal("engine: cluster, because a silo is built here", choice.ToString());
    }

    [Fact]
    public void Where_none_is_the_workers_are_standalone_and_it_says_why()
    {
        EngineChoice choice = EngineChoice.Make(null, None);
        Assert.Equal(EngineNames.Standalone, choice.Name);
        Assert.Equal("engine: standalone, because there is no silo: the feed lacks X", choice.ToString());
    }

    [Theory]
    [InlineData(EngineNames.Standalone, EngineNames.Standalone)]
    [InlineData(EngineNames.Cluster, EngineNames.Cluster)]
    [InlineData(EngineNames.Both, EngineNames.Standalone, EngineNames.Cluster)]
    public void What_is_asked_for_is_taken(string asked, params string[] inTurn)
    {
        EngineChoice choice = EngineChoice.Make(asked, Silo);
        Assert.Equal($"engine: {asked}, as asked for", choice.ToString());
        Assert.Equal(inTurn, choice.InTurn);
    }

    [Fact]
    public void Standalone_workers_need_no_silo() => Assert.Equal(EngineNames.Standalone, EngineChoice.Make(EngineNames.Standalone, None).Name);

    [Theory]
    [InlineData(EngineNames.Cluster)]
    [InlineData(EngineNames.Both)]
    public void Silos_that_are_asked_for_and_missing_are_an_error(string asked)
    {
        var refused = Assert.Throws<CommandFailedException>(() => EngineChoice.Make(asked, None));
        Assert.StartsWith($"--engine is {asked}, and there is no silo to run: the feed lacks X.", refused.Message);
        Assert.Contains("--engine standalone", refused.Message);
    }
}
