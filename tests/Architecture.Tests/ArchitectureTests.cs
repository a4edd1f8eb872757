using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Architecture.Tests;

/// <summary>The rules on this repository.</summary>
public sealed class ArchitectureTests
{
    [Fact]
    public void Projects_reference_only_what_the_table_allows() => Assert.Empty(ReferenceRules.Arrows(RepositoryProjects.All));

    [Fact]
    public void The_table_names_only_projects_that_exist() =>
        Assert.Empty(ReferenceRules.Allowed.Keys.Except(RepositoryProjects.All.Select(project => project.Name)));

    [Fact]
    public void The_product_does_not_know_tools_and_tests() => Assert.Empty(ReferenceRules.Product(RepositoryProjects.All));

    [Fact]
    public void Only_silos_and_their_client_depend_on_Orleans() =>
        Assert.Empty(ReferenceRules.OrleansPackages(RepositoryProjects.All));

    [Fact]
    public void Aggregation_depends_on_nothing() => Assert.Empty(ReferenceRules.Aggregation(RepositoryProjects.All));

    [Fact]
    public void Only_what_serves_HTTP_references_ASP_NET_Core() =>
        Assert.Empty(ReferenceRules.WebFramework(RepositoryProjects.All));

    [Fact]
    public void Every_project_is_in_the_solution() =>
        Assert.Empty(SolutionRules.Projects(RepositoryProjects.All, RepositoryProjects.Solution));

    [Fact]
    public void A_public_type_of_a_library_is_used_by_another_assembly()
    {
        AssemblyTypes[] assemblies =
            [.. RepositoryProjects.All.Where(project => !project.IsTest).Select(RepositoryProjects.ReadAssembly)];
        Assert.Empty(VisibilityRules.PublicTypes(
            [.. assemblies.Where(assembly => VisibilityRules.Libraries.Contains(assembly.Project))],
            assemblies,
            VisibilityRules.Exempt));
    }

    [Fact]
    public void Files_of_the_product_are_short() => Assert.Empty(
        from path in RepositoryProjects.Files("*.cs")
        where new ProjectFile(path).IsProduct
        from violation in SourceFileRules.Length(path, File.ReadLines(RepositoryFolder.PathOf(path)).Count())
        select violation);

    [Fact]
    public void Lines_are_short() => Assert.Empty(
        from path in RepositoryProjects.Files("*.cs")
        from violation in SourceFileRules.LineLength(path, File.ReadLines(RepositoryFolder.PathOf(path)))
        select violation);
}
