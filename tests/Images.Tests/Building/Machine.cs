using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Images.Tests.Building;

/// <summary>The parts of this machine that replace those of a container engine.</summary>
internal static class Machine
{
    /// <summary>The folder of the running dotnet, which replaces that of Microsoft's images.</summary>
    internal static string Dotnet { get; } = FindDotnet();

    /// <summary>The local package cache; downloading the packages again would take minutes.</summary>
    internal static string Packages { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given
        ? given
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Skips a test, with the reason, on a machine that cannot hide files from a process.</summary>
    internal static void SkipUnlessNamespaces()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Mount namespaces require Linux.");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Mount namespaces require root.");
        Assert.SkipUnless(
            File.Exists("/usr/bin/unshare") && File.Exists("/usr/bin/setpriv"), "unshare and setpriv (util-linux) are missing.");
    }

    /// <summary>A command in its own mount namespace; its mounts end with it.</summary>
    internal static ChildProcessOptions WithOwnMounts(params IEnumerable<string> command) => new()
    {
        FileName = "unshare",
        Arguments = ["--mount", "--propagation", "private", .. command],
    };

    /// <summary>The path of a script of these tests.</summary>
    internal static string Script(string path) => Path.Combine(AppContext.BaseDirectory, path);

    private static string FindDotnet()
    {
        // .../dotnet/shared/Microsoft.NETCore.App/10.0.0/
        string runtime = System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory();
        return Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
    }
}
