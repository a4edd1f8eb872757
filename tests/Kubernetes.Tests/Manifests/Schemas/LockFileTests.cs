using System.Text.Json.Nodes;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Schemas;

/// <summary>The schemas are reproducible: exact versions, checksums, and only the public registry.</summary>
public class LockFileTests
{
    [Fact]
    public void Packages_are_pinned_to_versions_and_contents()
    {
        KeyValuePair<string, JsonNode?>[] packages =
            [.. ((JsonObject)Read("package-lock.json")["packages"]!).Where(package => package.Key.Length > 0)];
        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.StartsWith("sha512-", package.Value.Text("integrity"), StringComparison.Ordinal));
        Assert.All(
            packages.Select(package => package.Value.Text("resolved")).OfType<string>(),
            address => Assert.StartsWith("https://registry.npmjs.org/", address, StringComparison.Ordinal));
    }

    [Fact]
    public void The_lock_file_matches_the_requested_packages() =>
        Assert.Equal(Read("package.json").Map("dependencies"), Read("package-lock.json")["packages"]![""].Map("dependencies"));

    [Fact]
    public void Versions_are_exact() => Assert.All(
        Read("package.json").Map("dependencies").Values, version => Assert.True(Version.TryParse(version, out _), version));

    private static JsonNode Read(string file) =>
        JsonNode.Parse(File.ReadAllText(RepositoryFolder.PathOf("tests", "Kubernetes.Tests", "Validation", file)))!;
}
