using System.Runtime.InteropServices;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>The paths and names that the package's librdkafka may have.</summary>
internal static class KafkaLibraryFiles
{
    /// <summary>The files to try, in this order, whether they exist or not.</summary>
    internal static IReadOnlyList<string> Candidates() =>
        [.. Folders().SelectMany(folder => Names().Select(name => Path.Combine(folder, name)))];

    // On Linux the package has a build with GSSAPI and one without, which loads if libsasl2 is missing, and one for musl.
    internal static IReadOnlyList<string> Names() =>
        OperatingSystem.IsWindows() ? ["librdkafka.dll"]
        : OperatingSystem.IsMacOS() ? ["librdkafka.dylib"]
        : IsMusl ? ["alpine-librdkafka.so", "librdkafka.so"]
        : ["librdkafka.so", "centos8-librdkafka.so"];

    private static bool IsMusl =>
        RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
        || RuntimeInformation.RuntimeIdentifier.StartsWith("alpine", StringComparison.Ordinal);

    private static string System => OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    // The host's own list has the folders of native files of all packages, even if they were not copied beside the program, and
    // the folder of a published program, which contains them directly. Beside this assembly are the native files of a program
    // that was started in another way, such as by a test runner.
    private static IEnumerable<string> Folders()
    {
        string listed = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        return listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", $"{System}-{architecture}", "native"))
            .Select(Path.TrimEndingDirectorySeparator)
            .Distinct();
    }
}
