using PathwayOrleans.Images.Tests.Context;
using PathwayOrleans.Images.Tests.Dockerfiles;

namespace PathwayOrleans.Images.Tests.Building;

/// <summary>An image of ours, built here of its Dockerfile, once for all tests.</summary>
internal sealed class BuiltImage
{
    // The engine's cache; and one build at a time, as the next may find in it what this one does.
    private static readonly Layers Cache = new();
    private static readonly SemaphoreSlim Turn = new(1);
    private static readonly Dictionary<string, BuiltImage> Built = [];

    private BuiltImage(Stage stage, string root)
    {
        Stage = stage;
        Root = root;
    }

    /// <summary>What a container of it is told.</summary>
    internal Stage Stage { get; }

    /// <summary>The files that were put on its base.</summary>
    internal string Root { get; }

    /// <summary>Where its published files are.</summary>
    internal string Application => Root + Stage.Folder;

    /// <summary>Builds <c>FOLDER/Dockerfile</c>; on a machine that cannot, the test is skipped.</summary>
    internal static async Task<BuiltImage> OfAsync(string folder)
    {
        Machine.SkipUnlessNamespaces();
        await Turn.WaitAsync();
        try
        {
            if (!Built.TryGetValue(folder, out BuiltImage? image))
            {
                Dockerfile file = Repository.Dockerfile(folder);
                image = new BuiltImage(file.Final, await Cache.BuildAsync(file, file.Final));
                Built[folder] = image;
            }

            return image;
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>Runs one more command where a stage of <c>FOLDER/Dockerfile</c> has ended.</summary>
    /// <returns>The folder that stands for the stage's file system.</returns>
    internal static async Task<string> ContinueAsync(string folder, string stageName, string command)
    {
        Dockerfile file = Repository.Dockerfile(folder);
        Stage stage = file.Stages.Single(candidate => candidate.Name == stageName);
        stage.Steps.Add(new RunInstruction(0, command, new Dictionary<string, string>()));
        await Turn.WaitAsync();
        try
        {
            return await Cache.BuildAsync(file, stage);
        }
        finally
        {
            Turn.Release();
        }
    }
}
