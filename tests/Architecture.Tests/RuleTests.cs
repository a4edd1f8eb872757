namespace PathwayOrleans.Architecture.Tests;

/// <summary>Each rule reports a constructed violation, and none if there is none.</summary>
public sealed class RuleTests
{
    private const string NoPackages = """{ "version": 2, "dependencies": { "net10.0": {} } }""";

    private static readonly ProjectFile Storage = new("Storage/Storage.csproj") { Projects = ["Aggregation/Aggregation.csproj"] };

    [Fact]
    public void A_project_file_is_read()
    {
        var project = ProjectFile.Parse(
            "tools/Demo/Demo.csproj",
            """
            <Project>
              <ItemGroup>
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
                <PackageReference Include="Npgsql" />
                <ProjectReference Include="../../Cli/Cli.csproj" />
                <ProjectReference Include="..\LocalInfra\LocalInfra.csproj" />
                <ProjectReference Include="../../Silo/Silo.csproj" ReferenceOutputAssembly="false" />
                <InternalsVisibleTo Include="PathwayOrleans.Demo.Tests" />
              </ItemGroup>
            </Project>
            """,
            """
            {
              "version": 2,
              "dependencies": {
                "net10.0": {
                  "Npgsql": { "type": "Direct" },
                  "Polly.Core": { "type": "Transitive" },
                  "pathwayorleans.cli": { "type": "Project" }
                },
                "net10.0/linux-x64": { "Npgsql": { "type": "Direct" } }
              }
            }
            """);

        Assert.Equal("Demo", project.Name);
        Assert.True(project.IsTool);
        Assert.Equal(["Cli/Cli.csproj", "tools/LocalInfra/LocalInfra.csproj"], project.Projects);
        Assert.Equal(["Npgsql"], project.Packages);
        Assert.Equal(["Npgsql", "Polly.Core"], project.RestoredPackages);
        Assert.Equal(["Microsoft.AspNetCore.App"], project.Frameworks);
        Assert.Equal(["Demo.Tests"], project.Friends);
    }

    [Theory]
    [InlineData(
        "Storage", "Engine/Engine.csproj",
        "Storage/Storage.csproj must not reference Engine/Engine.csproj; allowed: Aggregation, Configuration, Pipelines.")]
    [InlineData(
        "Standalone", "Grains/Grains.csproj",
        "Standalone/Standalone.csproj must not reference Grains/Grains.csproj; allowed: Aggregation, Engine, Sources, Storage.")]
    [InlineData("Invented", "Storage/Storage.csproj", "Invented/Invented.csproj is not in the table of allowed references.")]
    public void A_reference_against_the_arrows_is_found(string name, string reference, string violation)
    {
        var project = ProjectFile.Parse(
            $"{name}/{name}.csproj",
            $"""<Project><ItemGroup><ProjectReference Include="../{reference}" /></ItemGroup></Project>""",
            NoPackages);

        Assert.Equal([violation], ReferenceRules.Arrows([Storage, project]));
    }

    [Fact]
    public void A_reference_from_the_product_to_a_tool_is_found()
    {
        var tool = new ProjectFile("tools/Bench/Bench.csproj") { Projects = ["Cli/Cli.csproj"] };
        var cli = new ProjectFile(
            "Cli/Cli.csproj")
        { Projects = [tool.Path, "tests/Testing/Testing.csproj"], Friends = ["Bench", "Cli.Tests"] };

        Assert.Equal(
            [
                "Cli/Cli.csproj is part of the product and must not reference tools/Bench/Bench.csproj.",
                "Cli/Cli.csproj is part of the product and must not reference tests/Testing/Testing.csproj.",
                "Cli/Cli.csproj is part of the product and must not open its internals to Bench.",
            ],
            ReferenceRules.Product([Storage, tool, cli]));
    }

    [Fact]
    public void Orleans_is_found_even_where_another_project_brings_it_along()
    {
        var own = new ProjectFile("Storage/Storage.csproj") { Packages = ["Microsoft.Orleans.Sdk"] };
        var inherited = new ProjectFile("Cli/Cli.csproj") { RestoredPackages = ["Microsoft.Orleans.Core", "Npgsql"] };
        var silo = new ProjectFile("Silo/Silo.csproj") { Packages = ["Microsoft.Orleans.Server"] };

        Assert.Equal(
            ["Storage/Storage.csproj must not depend on Microsoft.Orleans.Sdk.",
                "Cli/Cli.csproj must not depend on Microsoft.Orleans.Core."],
            ReferenceRules.OrleansPackages([own, inherited, silo]));
    }

    [Fact]
    public void A_package_of_Aggregation_is_found() => Assert.Equal(
        ["Aggregation/Aggregation.csproj must not reference Npgsql; it has no dependency."],
        ReferenceRules.Aggregation([Storage, new ProjectFile("Aggregation/Aggregation.csproj") { Packages = ["Npgsql"] }]));

    [Fact]
    public void ASP_NET_Core_in_a_library_is_found()
    {
        string[] web = ["Microsoft.AspNetCore.App"];
        string violation = Assert.Single(ReferenceRules.WebFramework(
            [
                Storage with { Frameworks = web },
                new("Silo/Silo.csproj") { Frameworks = web },
                new("tests/Testing/Testing.csproj") { Frameworks = web },
            ]));
        Assert.StartsWith("Storage/Storage.csproj must not reference Microsoft.AspNetCore.App", violation);
    }

    [Fact]
    public void A_public_type_that_only_friends_use_is_found()
    {
        var library = new AssemblyTypes("Engine")
        {
            Public = new Dictionary<string, IReadOnlySet<string>>
            {
                ["Engine.Used"] = new HashSet<string> { "Engine.Named", "System.Object" },
                ["Engine.Named"] = new HashSet<string>(),
                ["Engine.OfFriends"] = new HashSet<string> { "Engine.NamedByUnused" },
                ["Engine.NamedByUnused"] = new HashSet<string>(),
                ["Engine.Exempt"] = new HashSet<string>(),
            },
            Friends = ["Standalone"],
        };
        var friend = new AssemblyTypes("Standalone") { Used = new HashSet<string> { "Engine.OfFriends" } };
        var other = new AssemblyTypes("Cli") { Used = new HashSet<string> { "Engine.Used" } };

        Assert.Equal(
            ["Engine.NamedByUnused is public, and no assembly needs that; make it internal.",
                "Engine.OfFriends is public, and no assembly needs that; make it internal.",
                "Engine.Used needs no exemption: it does not exist, or an assembly uses it.",
                "Engine.Gone needs no exemption: it does not exist, or an assembly uses it."],
            VisibilityRules.PublicTypes([library], [library, friend, other], ["Engine.Exempt", "Engine.Used", "Engine.Gone"]));
    }

    [Fact]
    public void The_types_of_an_assembly_are_read()
    {
        var types = AssemblyTypes.Read(
            new ProjectFile("tests/Testing/Testing.csproj"), typeof(Testing.Processes.EngineProcess).Assembly.Location);

        Assert.Contains(
            "PathwayOrleans.Engine.Status.EngineStatus", types.Public["PathwayOrleans.Testing.Processes.EngineProcess"]);
        Assert.DoesNotContain("PathwayOrleans.Testing.Processes.EngineProcess", types.Used);
        Assert.Contains("Npgsql.NpgsqlConnection", types.Used);
    }

    [Fact]
    public void A_project_outside_the_solution_or_its_folder_is_found()
    {
        const string Solution = """
            Project("{2150E333-8FDC-42A3-9474-1A3956D46DE8}") = "tools", "tools", "{AAAAAAAA-0000-0000-0000-000000000000}"
            EndProject
            Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "Storage", "Storage\Storage.csproj", "{BBBBBBBB-0000-0000-0000-000000000000}"
            EndProject
            Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "Demo", "tools\Demo\Demo.csproj", "{CCCCCCCC-0000-0000-0000-000000000000}"
            EndProject
            Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "Bench", "tools\Bench\Bench.csproj", "{DDDDDDDD-0000-0000-0000-000000000000}"
            EndProject
            	GlobalSection(NestedProjects) = preSolution
            		{CCCCCCCC-0000-0000-0000-000000000000} = {AAAAAAAA-0000-0000-0000-000000000000}
            	EndGlobalSection
            """;
        string[] paths = ["Storage/Storage.csproj", "tools/Demo/Demo.csproj", "tools/Bench/Bench.csproj", "Engine/Engine.csproj"];

        Assert.Equal(
            ["tools/Bench/Bench.csproj is in the solution folder ''; expected: 'tools'.",
                "Engine/Engine.csproj is not in the solution."],
            SolutionRules.Projects(paths.Select(path => new ProjectFile(path)), Solution));
    }

    [Fact]
    public void A_long_line_is_found() => Assert.Equal(
        ["Engine/A.cs:2 has 131 characters; at most 130 are allowed."],
        SourceFileRules.LineLength("Engine/A.cs", [new string('x', 130), new string('x', 131)]));

    [Fact]
    public void A_line_that_is_one_string_literal_may_be_long() => Assert.Empty(SourceFileRules.LineLength(
        "Engine/A.cs", [$"    $\"{new string('x', 131)}\");", "string a = \"\"\"", new string('x', 131), "\"\"\";"]));

    [Fact]
    public void A_long_file_of_the_product_is_found()
    {
        Assert.Equal(["Engine/A.cs has 381 lines; at most 380 are allowed."], SourceFileRules.Length("Engine/A.cs", 381));
        Assert.Empty(SourceFileRules.Length("Engine/A.cs", 380));
    }
}
