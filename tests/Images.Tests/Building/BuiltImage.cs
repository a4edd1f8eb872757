using PathwayOrleans.Testing.Dockerfiles;

namespace PathwayOrleans.Images.Tests.Building;

/// <summary>An image of this repository, built from its Dockerfile once for all tests.</summary>
internal sealed class BuiltImage
{
    // The cache of the engine. One build at a time, because the next one may reuse its steps.
    private static readonly Layers Cache = new();
    private static readonly SemaphoreSlim Turn = new(1);
    private static readonly Dictionary<string, BuiltImage> Built = [];

    internal BuiltImage(Stage stage, string root)
    {
        Stage = stage;
        Root = root;
    }

    /// <summary>The final stage: the configuration of containers.</summary>
    internal Stage Stage { get; }

    /// <summary>The files that were added to the base.</summary>
    internal string Root { get; }

    /// <summary>The folder of the published files.</summary>
    internal string Application => Root + Stage.Folder;

    /// <summary>Builds <c>FOLDER/Dockerfile</c>. Skips the test if the machine does not support it.</summary>
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

    /// <summary>Runs an additional command after a stage of <c>FOLDER/Dockerfile</c>.</summary>
    /// <returns>The folder that represents the file system of the stage.</returns>
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
