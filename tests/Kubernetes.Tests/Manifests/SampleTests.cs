using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Kubernetes.Tests.Manifests;

public class SampleTests
{
    // Kustomize reads no files outside of the folder of a kustomization.
    [Fact]
    public void The_pipeline_of_the_overlay_is_that_of_the_sample() => Assert.Equal(
        File.ReadAllText(RepositoryFolder.PathOf("samples", "clickstream", "pipeline.sql")),
        File.ReadAllText(RepositoryFolder.PathOf("kubernetes", "overlays", "clickstream", "pipeline.sql")));
}
