using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Images.Tests.Building;

/// <summary>What of this machine stands for what an engine would have.</summary>
internal static class Machine
{
    /// <summary>The folder of the dotnet that runs us, which stands for that of Microsoft's images.</summary>
    internal static string Dotnet { get; } = FindDotnet();

    /// <summary>The packages that were fetched already; fetching them again would take minutes.</summary>
    internal static string Packages { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given
        ? given
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Skips a test, with the reason, on a machine that cannot hide files from a process.</summary>
    internal static void SkipUnlessNamespaces()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Mount namespaces are Linux'.");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Mount namespaces need root.");
        Assert.SkipUnless(
            File.Exists("/usr/bin/unshare") && File.Exists("/usr/bin/setpriv"), "unshare and setpriv (util-linux) are missing.");
    }

    /// <summary>Why the Orleans projects are not built here; null where they are.</summary>
    internal static string? WithoutOrleans() =>
        Environment.GetEnvironmentVariable("PATHWAY_NO_SILO") is { Length: > 0 } reason ? reason : IncompleteFeed.WithoutOrleans();

    /// <summary>Skips a test of an image that cannot be built where the Orleans packages are missing.</summary>
    internal static void SkipWithoutOrleans()
    {
        if (WithoutOrleans() is { } reason)
        {
            Assert.Skip($"It was left out with the Orleans projects: {reason}");
        }
    }

    /// <summary>A command in a mount namespace of its own: what it mounts goes with it.</summary>
    internal static ChildProcessOptions WithOwnMounts(params IEnumerable<string> command) => new()
    {
        FileName = "unshare",
        Arguments = ["--mount", "--propagation", "private", .. command],
    };

    /// <summary>Where a script of these tests is.</summary>
    internal static string Script(string path) => Path.Combine(AppContext.BaseDirectory, path);

    private static string FindDotnet()
    {
        // .../dotnet/shared/Microsoft.NETCore.App/10.0.0/
        string runtime = System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory();
        return Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
    }
}
