using System.Text.Json;
using System.Text.RegularExpressions;
using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Specs;

namespace PathwayOrleans.Kubernetes.Tests.Pods.Harness.Images;

/// <summary>How the last stage of a Dockerfile starts: its ENTRYPOINT, CMD, WORKDIR, USER and ENV.</summary>
internal sealed partial record Dockerfile
{
    internal required IReadOnlyList<string> EntryPoint { get; init; }

    internal required IReadOnlyList<string> Command { get; init; }

    internal required string WorkingDirectory { get; init; }

    internal required int User { get; init; }

    internal required IReadOnlyList<EnvironmentVariable> Environment { get; init; }

    internal static Dockerfile Read(string path)
    {
        // An instruction goes on where its line ends with a backslash.
        string[] instructions = File.ReadAllText(path).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');
        string[] last = [.. instructions.Reverse().TakeWhile(line => !line.StartsWith("FROM ", StringComparison.Ordinal)).Reverse()];
        return new Dockerfile
        {
            EntryPoint = Words("ENTRYPOINT"),
            Command = Words("CMD"),
            WorkingDirectory = Argument("WORKDIR") ?? throw Missing("WORKDIR"),
            User = int.TryParse(Argument("USER"), out int user) ? user : throw Missing("USER with a number"),
            Environment = [.. Variable().Matches(Argument("ENV") ?? "").Select(match => new EnvironmentVariable(match.Groups[1].Value, match.Groups[2].Value))],
        };

        string? Argument(string instruction) => last.LastOrDefault(line => line.StartsWith(instruction + " ", StringComparison.Ordinal))?[instruction.Length..].Trim();

        string[] Words(string instruction) => Argument(instruction) is { } json ? JsonSerializer.Deserialize<string[]>(json)! : [];

        FormatException Missing(string what) => new($"{path}: its last stage has no {what}.");
    }

    [GeneratedRegex(@"(\w+)=(\S*)")]
    private static partial Regex Variable();
}
