using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing.Dockerfiles;

namespace PathwayOrleans.Images.Tests.Building;

/// <summary>
/// Runs the steps of stages. The result of each step is a folder that represents the file system of the stage. Equal steps after
/// equal steps run only once, as with the cache of an engine.
/// </summary>
internal sealed class Layers
{
    private readonly Dictionary<string, string> _done = [];

    /// <summary>Runs the steps of a stage on an empty folder; the files of its base are those of this machine.</summary>
    internal async Task<string> BuildAsync(Dockerfile file, Stage stage)
    {
        string key = stage.From;
        string folder = ScratchFolders.New();
        string[] own = OwnFolders(file, stage);
        foreach (Instruction step in stage.Steps)
        {
            string? source = step is CopyInstruction { From: { } from }
                ? await BuildAsync(file, file.Stages.Single(earlier => earlier.Name == from))
                : null;
            key = $"{key}\n{Describe(step)} {source}";
            if (!_done.TryGetValue(key, out string? after))
            {
                after = ScratchFolders.New();
                await CopyFilesAsync($"{folder}/.", after);
                await DoAsync(step, stage, after, source, own);
                _done[key] = after;
            }

            folder = after;
        }

        return folder;
    }

    private static string Describe(Instruction step) => step switch
    {
        RunInstruction run =>
            $"RUN {run.Command} {string.Join(' ', run.Environment.OrderBy(entry => entry.Key, StringComparer.Ordinal))}",
        CopyInstruction copy => $"COPY {copy.Owner} {string.Join(' ', copy.Sources)} {copy.Destination}",
        WorkingFolderInstruction folder => $"WORKDIR {folder.Folder}",
        _ => throw new NotSupportedException(step.ToString()),
    };

    // Top-level folders of the stage itself: those that it or a later stage names. All others are those of the base.
    private static string[] OwnFolders(Dockerfile file, Stage stage)
    {
        IEnumerable<string> named = stage.Steps.OfType<WorkingFolderInstruction>().Select(step => step.Folder)
            .Concat(stage.Steps.OfType<CopyInstruction>().Select(step => step.Destination))
            .Concat(file.Stages.SelectMany(other => other.Steps)
                .OfType<CopyInstruction>().Where(step => step.From == stage.Name).SelectMany(step => step.Sources));
        return [.. named.Select(path => path.Split('/')[1]).Where(name => name.Length > 0).Distinct()];
    }

    private static async Task DoAsync(Instruction step, Stage stage, string root, string? source, string[] own)
    {
        switch (step)
        {
            case WorkingFolderInstruction folder:
                Directory.CreateDirectory(root + folder.Folder);
                break;
            case CopyInstruction copy:
                await CopyAsync(copy, root, source);
                break;
            case RunInstruction run:
                await RunAsync(run, WorkingFolderAt(stage, run), root, own);
                break;
        }
    }

    private static string WorkingFolderAt(Stage stage, Instruction step) =>
        stage.Steps.TakeWhile(earlier => earlier != step).OfType<WorkingFolderInstruction>().LastOrDefault()?.Folder ?? "/";

    private static async Task CopyAsync(CopyInstruction copy, string root, string? stage)
    {
        string target = root + copy.Destination;
        foreach (string source in copy.Sources)
        {
            if (stage is null)
            {
                Repository.CopyContext(source, target);
                continue;
            }

            string path = stage + source;
            if (!Path.Exists(path))
            {
                throw new DockerfileException($"line {copy.Line}: {source} is not in the stage {copy.From}.");
            }

            await CopyFilesAsync(Directory.Exists(path) ? $"{path}/." : path, target);
        }

        if (copy.Owner is { } owner)
        {
            await SucceedAsync(
                new ChildProcessOptions { FileName = "chown", Arguments = ["-R", owner, target] },
                $"line {copy.Line}: COPY --chown={owner}");
        }
    }

    // Owned by root, independent of the previous owner, as with an engine.
    private static Task CopyFilesAsync(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        return SucceedAsync(
            new ChildProcessOptions { FileName = "cp", Arguments = ["-R", "-P", "--preserve=mode,timestamps", source, target] },
            $"copying {source}");
    }

    private static Task RunAsync(RunInstruction run, string folder, string root, string[] own)
    {
        Dictionary<string, string?> environment = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(IsNotOfThisBuild).ToDictionary(name => name, _ => (string?)null);

        environment["DOTNET_NOLOGO"] = "1";
        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        environment["NUGET_PACKAGES"] = Machine.Packages;
        foreach ((string name, string value) in run.Environment)
        {
            environment[name] = value;
        }

        return SucceedAsync(
            Machine.WithOwnMounts(
                "unshare", "--pid", "--fork", "--kill-child", "/bin/sh", Machine.Script("Building/enter-build-stage"),
                root, folder, string.Join(' ', own), Machine.Dotnet, run.Command) with
            { Environment = environment },
            $"line {run.Line}: RUN {run.Command}");
    }

    // Variables of the test runner's build, or of a user's settings for it. Build servers, which those settings disable, may run
    // here, because they end with the step.
    private static bool IsNotOfThisBuild(string name) =>
        name == "UseSharedCompilation"
        || name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || name.StartsWith("DOTNET_", StringComparison.Ordinal)
        || name.StartsWith("Pathway", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("TESTINGPLATFORM", StringComparison.Ordinal);

    private static async Task SucceedAsync(ChildProcessOptions options, string what)
    {
        await using ChildProcess process = ChildProcess.Start(options);
        process.CloseInput();
        int code = await process.WaitForExitAsync();
        if (code != 0)
        {
            throw new InvalidOperationException($"{what} ended with code {code}:\n{process.OutputTail}");
        }
    }
}
