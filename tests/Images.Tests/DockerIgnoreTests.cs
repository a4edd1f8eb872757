namespace PathwayOrleans.Images.Tests;

public sealed class DockerIgnoreTests
{
    [Theory]
    [InlineData("bin", "bin/a.dll", true)]
    [InlineData("bin", "Silo/bin/a.dll", false)]
    [InlineData("**/bin", "Silo/bin/a.dll", true)]
    [InlineData("**/bin", "bin/a.dll", true)]
    [InlineData("**/bin", "Silo/binary/a.dll", false)]
    [InlineData("*.md", "README.md", true)]
    [InlineData("*.md", "docs/README.md", false)]
    [InlineData("**/*.md", "docs/a/README.md", true)]
    [InlineData("docs/**", "docs/a/b", true)]
    [InlineData("/docs/", "docs/a", true)]
    [InlineData("./docs", "docs/a", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData("# docs", "docs", false)]
    [InlineData("*.md\n!README.md", "README.md", false)]
    [InlineData("*.md\n!README.md", "OTHER.md", true)]
    [InlineData("!README.md\n*.md", "README.md", true)]
    [InlineData("docs\n!docs/keep", "docs/keep", false)]
    [InlineData("docs\n!docs/keep\ndocs/keep/not", "docs/keep/not", true)]
    [InlineData("", "a", false)]
    public void Rules(string rules, string path, bool isLeftOut) =>
        Assert.Equal(isLeftOut, DockerIgnore.Parse(rules).LeavesOut(path));

    [Theory]
    [InlineData("Silo/bin/Release/net10.0/PathwayOrleans.Silo.dll")]
    [InlineData("Silo/obj/project.assets.json")]
    [InlineData(".git/config")]
    [InlineData(".pathway/build.log")]
    [InlineData("tests/Testing/Eventually.cs")]
    [InlineData("kubernetes/base/silo.yaml")]
    [InlineData("tools/Bench/Bench.csproj")]
    [InlineData("Silo/Dockerfile")]
    [InlineData("README.md")]
    public void Excluded_files_of_the_repository(string path) => Assert.True(Repository.Ignored.LeavesOut(path));

    [Theory]
    [InlineData("Silo/Program.cs")]
    [InlineData("Storage/Schema/0001_tables.sql")]
    [InlineData("Directory.Build.props")]
    [InlineData("Containers.targets")]
    [InlineData("ReadyToRun.targets")]
    [InlineData("global.json")]
    [InlineData("Storage/packages.lock.json")]
    public void Included_files_of_the_repository(string path) => Assert.False(Repository.Ignored.LeavesOut(path));
}
