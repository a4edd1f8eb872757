using PathwayOrleans.Testing;

namespace PathwayOrleans.Kubernetes.Tests.Pods;

public sealed class LeftOutSiloTests
{
    // Set by ./pathway where it leaves the Orleans projects out: why it does.
    private const string Variable = "PATHWAY_NO_SILO";

    [Fact]
    public void Silo_pods_are_tested_unless_Orleans_is_left_out()
    {
        string? reason = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipUnless(string.IsNullOrEmpty(reason), $"The silo half of the tests of pods was left out: {reason}.");
        Assert.True(
            File.Exists(RepositoryFolder.PathOf("tests", "Kubernetes.Silo.Tests", "Kubernetes.Silo.Tests.csproj")),
            "The silo half of the tests of pods is gone.");
    }
}
