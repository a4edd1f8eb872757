namespace PathwayOrleans.Demo.Tests;

public sealed class EngineChoiceTests
{
    private const string Dll = "/silo/PathwayOrleans.Silo.dll";

    [Fact]
    public void Silos_are_the_default()
    {
        EngineChoice choice = EngineChoice.Make(null, () => Dll);
        Assert.Equal((EngineNames.Silo, Dll), (choice.Name, choice.SiloDll));
        Assert.Equal("engine: silo, the default", choice.ToString());
    }

    [Theory]
    [InlineData(EngineNames.Standalone, EngineNames.Standalone)]
    [InlineData(EngineNames.Silo, EngineNames.Silo)]
    [InlineData(EngineNames.Both, EngineNames.Standalone, EngineNames.Silo)]
    public void The_requested_engine_is_used(string requested, params string[] phases)
    {
        EngineChoice choice = EngineChoice.Make(requested, () => Dll);
        Assert.Equal($"engine: {requested}, as requested", choice.ToString());
        Assert.Equal(phases, choice.Phases);
    }

    [Fact]
    public void The_earlier_name_of_silos_is_accepted() =>
        Assert.Equal(EngineNames.Silo, EngineChoice.Make(EngineNames.Cluster, () => Dll).Name);

    [Theory]
    [InlineData(EngineNames.Standalone, "standalone")]
    [InlineData(EngineNames.Silo, "cluster")]
    [InlineData(EngineNames.Both, "both")]
    public void The_names_in_the_JSON_result_are_stable(string requested, string name) =>
        Assert.Equal(name, EngineChoice.Make(requested, () => Dll).ResultName);

    [Fact]
    public void Standalone_workers_need_no_silo() => Assert.Null(EngineChoice.Make(EngineNames.Standalone, Missing).SiloDll);

    [Theory]
    [InlineData(null)]
    [InlineData(EngineNames.Silo)]
    [InlineData(EngineNames.Both)]
    public void A_missing_silo_program_is_an_error(string? requested) =>
        Assert.Throws<FileNotFoundException>(() => EngineChoice.Make(requested, Missing));

    private static string Missing() => throw new FileNotFoundException("not built");
}
