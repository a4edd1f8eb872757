namespace PathwayOrleans.LocalInfra.Tests;

public sealed class ClusterFolderTests : IDisposable
{
    private readonly TemporaryFolder _clusters = new();

    public void Dispose() => _clusters.Dispose();

    [Fact]
    public void Folders_that_another_process_deletes_during_the_listing_are_skipped()
    {
        string[] abandoned = [Abandon("temporary-1"), Abandon("temporary-2"), Abandon("temporary-3")];

        List<string> claimed = [];
        foreach (ClusterFolder folder in ClusterFolder.ClaimAbandoned(_clusters.Path))
        {
            using (folder)
            {
                claimed.Add(folder.Root);
                Assert.All(abandoned.Except(claimed), root => Directory.Delete(root, recursive: true));
            }
        }

        Assert.Single(claimed);
    }

    [Fact]
    public void A_link_to_a_folder_that_no_longer_exists_is_deleted()
    {
        string link = Path.Combine(_clusters.Path, "at-1");
        Directory.CreateSymbolicLink(link, Path.Combine(_clusters.Path, "elsewhere"));

        Assert.Empty(ClusterFolder.ClaimAbandoned(_clusters.Path));

        Assert.Empty(Directory.GetFileSystemEntries(_clusters.Path));
    }

    private string Abandon(string name)
    {
        string root = Path.Combine(_clusters.Path, name);
        Directory.CreateDirectory(root);
        File.WriteAllText(Path.Combine(root, "owner"), "");
        return root;
    }
}
