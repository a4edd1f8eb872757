using System.Text.Json;

namespace PathwayOrleans.Testing.Dockerfiles;

/// <summary>
/// A Dockerfile, read as Docker reads it for a build without options. Unsupported syntax is an error, so that nothing is ignored
/// silently.
/// </summary>
internal sealed class Dockerfile
{
    private readonly Dictionary<string, string> _globalArguments;
    private readonly Dictionary<string, string> _arguments = [];
    private readonly IReadOnlyDictionary<string, string> _given;

    private Dockerfile(IReadOnlyDictionary<string, string> given)
    {
        _given = given;

        // Arguments that an engine predefines need no declaration.
        _globalArguments = given.Where(argument => argument.Key is "BUILDPLATFORM").ToDictionary();
    }

    internal List<Stage> Stages { get; } = [];

    /// <summary>The stage of the image.</summary>
    internal Stage Final => Stages[^1];

    /// <param name="text">The content of the file.</param>
    /// <param name="arguments">
    /// The arguments of <c>--build-arg</c> and of the engine; an engine without BuildKit sets none.
    /// </param>
    /// <exception cref="DockerfileException">The file is invalid or uses unsupported syntax.</exception>
    internal static Dockerfile Parse(string text, IReadOnlyDictionary<string, string>? arguments = null)
    {
        var file = new Dockerfile(arguments ?? new Dictionary<string, string>());
        foreach (LogicalLine line in LogicalLine.Of(text))
        {
            file.Add(line);
        }

        return file.Stages.Count > 0 ? file : throw new DockerfileException("There is no FROM.");
    }

    private void Add(LogicalLine line)
    {
        string[] parts = line.Text.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
        string keyword = parts[0].ToUpperInvariant();
        string rest = parts.Length > 1
            ? parts[1].Trim()
            : throw new DockerfileException($"line {line.Number}: {keyword} has no arguments.");
        if (Stages.Count == 0 && keyword is not ("ARG" or "FROM"))
        {
            throw new DockerfileException($"line {line.Number}: {keyword} is before FROM.");
        }

        switch (keyword)
        {
            case "ARG":
                AddArgument(line.Number, rest);
                break;
            case "FROM":
                AddStage(line.Number, rest);
                break;
            case "RUN":
                Final.Steps.Add(Run(line.Number, rest));
                break;
            case "COPY":
                Final.Steps.Add(Copy(line.Number, rest));
                break;
            case "WORKDIR":
                Final.Folder = Absolute(Here(line.Number).Expand(rest)).TrimEnd('/');
                Final.Steps.Add(new WorkingFolderInstruction(line.Number, Final.Folder));
                break;
            case "ENV":
                AddPairs(line.Number, rest, Final.Environment);
                break;
            case "LABEL":
                AddPairs(line.Number, rest, Final.Labels);
                break;
            case "USER":
                Final.User = Here(line.Number).Expand(rest);
                break;
            case "EXPOSE":
                Final.Ports.AddRange(Variables.Words(rest).Select(Here(line.Number).Expand)
                    .Select(port => port.Contains('/', StringComparison.Ordinal) ? port : $"{port}/tcp"));
                break;
            case "ENTRYPOINT":
                Final.EntryPoint = Words(line.Number, keyword, rest);
                break;
            case "CMD":
                Final.Command = Words(line.Number, keyword, rest);
                break;
            default:
                throw new DockerfileException($"line {line.Number}: {keyword} is not supported.");
        }
    }

    private void AddArgument(int line, string rest)
    {
        string[] pair = rest.Split('=', 2);
        bool isGlobal = Stages.Count == 0;
        string? value = _given.TryGetValue(pair[0], out string? given) ? given
            : pair.Length > 1 ? (isGlobal ? new Variables(_globalArguments, line) : Here(line)).Expand(pair[1])
            : isGlobal ? null
            : _globalArguments.GetValueOrDefault(pair[0]);
        if (value is not null)
        {
            (isGlobal ? _globalArguments : _arguments)[pair[0]] = value;
        }
    }

    private void AddStage(int line, string rest)
    {
        (Dictionary<string, string> flags, string[] words) = Flags(line, "FROM", rest, "platform");
        var variables = new Variables(_globalArguments, line);
        if (words.Length is not (1 or 3) || (words.Length == 3 && !words[1].Equals("AS", StringComparison.OrdinalIgnoreCase)))
        {
            throw new DockerfileException($"line {line}: FROM must be: FROM IMAGE [AS NAME]; found: {rest}");
        }

        if (flags.TryGetValue("platform", out string? platform) && variables.Expand(platform).Length == 0)
        {
            throw new DockerfileException(
                $"line {line}: --platform={platform} is empty, which an engine without BuildKit rejects.");
        }

        string from = variables.Expand(words[0]);
        var stage = new Stage(words.Length == 3 ? words[2] : $"{Stages.Count}", from);
        if (Stages.Find(earlier => earlier.Name == from) is not null)
        {
            throw new DockerfileException($"line {line}: FROM an earlier stage ({from}) is not supported.");
        }

        Stages.Add(stage);
        _arguments.Clear();
    }

    private RunInstruction Run(int line, string rest)
    {
        while (rest.StartsWith("--", StringComparison.Ordinal))
        {
            string[] parts = rest.Split(' ', 2);

            // A cache affects only the speed of a build.
            rest = parts is [var mount, _] && mount.StartsWith("--mount=type=cache,", StringComparison.Ordinal)
                ? parts[1].TrimStart()
                : throw new DockerfileException($"line {line}: RUN {parts[0]} is not supported.");
        }

        if (rest.StartsWith('[') || rest.Contains("<<", StringComparison.Ordinal))
        {
            throw new DockerfileException($"line {line}: RUN [\"…\"] and RUN <<… are not supported.");
        }

        Dictionary<string, string> environment = new(_arguments);
        foreach ((string name, string value) in Final.Environment)
        {
            environment[name] = value;
        }

        return new RunInstruction(line, rest, environment);
    }

    private CopyInstruction Copy(int line, string rest)
    {
        (Dictionary<string, string> flags, string[] words) = Flags(line, "COPY", rest, "from", "chown");
        if (words.Length < 2 || words[0].StartsWith('['))
        {
            throw new DockerfileException($"line {line}: COPY must be: COPY SOURCE… DESTINATION; found: {rest}");
        }

        string[] paths = [.. words.Select(Here(line).Expand)];
        if (paths.FirstOrDefault(path => path.AsSpan().ContainsAny("*?[")) is { } pattern)
        {
            throw new DockerfileException($"line {line}: patterns such as {pattern} are not supported.");
        }

        string? from = flags.GetValueOrDefault("from");
        if (from is not null && Stages.SkipLast(1).All(stage => stage.Name != from))
        {
            throw new DockerfileException($"line {line}: there is no earlier stage {from}.");
        }

        return new CopyInstruction(line, from, flags.GetValueOrDefault("chown"), paths[..^1], Absolute(paths[^1]));
    }

    private void AddPairs(int line, string rest, Dictionary<string, string> pairs)
    {
        // A value cannot refer to a variable of the same instruction.
        Variables before = Here(line);
        foreach (string word in Variables.Words(rest))
        {
            string[] pair = word.Split('=', 2);
            pairs[before.Expand(pair[0])] = pair.Length == 2
                ? before.Expand(pair[1])
                : throw new DockerfileException($"line {line}: ENV and ARG must be: NAME=VALUE; found: {word}");
        }
    }

    private static string[] Words(int line, string keyword, string rest)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(rest) ?? [];
        }
        catch (JsonException)
        {
            throw new DockerfileException($"line {line}: {keyword} must be [\"…\", …], because there is no shell; found: {rest}");
        }
    }

    private static (Dictionary<string, string> Flags, string[] Words) Flags(
        int line, string keyword, string rest, params string[] known)
    {
        IReadOnlyList<string> words = Variables.Words(rest);
        var flags = new Dictionary<string, string>();
        foreach (string word in words.TakeWhile(word => word.StartsWith("--", StringComparison.Ordinal)))
        {
            string[] pair = word[2..].Split('=', 2);
            flags[pair[0]] = pair.Length == 2 && known.Contains(pair[0])
                ? pair[1]
                : throw new DockerfileException($"line {line}: {keyword} {word} is not supported.");
        }

        return (flags, [.. words.Skip(flags.Count)]);
    }

    private string Absolute(string path)
    {
        string joined = path.StartsWith('/') ? path : $"{Final.Folder.TrimEnd('/')}/{path}";
        return joined.EndsWith("/.", StringComparison.Ordinal)
            ? joined[..^1]
            : joined.Replace("/./", "/", StringComparison.Ordinal);
    }

    private Variables Here(int line)
    {
        Dictionary<string, string> values = new(_arguments);
        foreach ((string name, string value) in Final.Environment)
        {
            values[name] = value;
        }

        return new Variables(values, line);
    }
}
