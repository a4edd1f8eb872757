using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>
/// Loads librdkafka from the file that came with Confluent.Kafka. By its name alone the loader may find another build: if the
/// package's first file does not load (it needs a libsasl2 that Debian does not have), the loader next tries the librdkafka.so
/// of the system, which may be of another version.
/// </summary>
/// <remarks>
/// <see cref="Load"/> comes before the first client of the process. Confluent.Kafka's own <see cref="Library.Load(string)"/>
/// does not help: after it has loaded the file, its imports search for the name again; and on Linux it imports dlopen from
/// <c>libdl.so</c>, which systems with glibc 2.34 or newer have only with development packages.
/// </remarks>
public static class KafkaLibrary
{
    // The names by which Confluent.Kafka imports functions. They all mean the one file that is loaded here.
    private static readonly string[] ImportNames = ["librdkafka", "centos8-librdkafka", "alpine-librdkafka"];

    private static readonly Lazy<Loaded> Instance = new(LoadNow);
    private static int _isLogged;

    /// <summary>The file that is loaded.</summary>
    public static string Path => Instance.Value.Path;

    /// <summary>For imports of further functions from the same library.</summary>
    public static nint Handle => Instance.Value.Handle;

    /// <summary>Loads the library; does nothing if that has been done.</summary>
    /// <exception cref="DllNotFoundException">
    /// There is no such file, or none of them can be loaded; the message names the remedy.
    /// </exception>
    public static void Load() => _ = Instance.Value;

    /// <summary>Logs version and file, once per process.</summary>
    internal static void Log(ILogger logger)
    {
        Load();
        if (Interlocked.Exchange(ref _isLogged, 1) == 0)
        {
            logger.LibraryLoaded(Library.VersionString, Path);
        }
    }

    private static Loaded LoadNow()
    {
        Loaded loaded = FindAndLoad(KafkaLibraryFiles.Candidates());
        NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, Resolve);
        Library.Load();
        return loaded;

        nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) =>
            ImportNames.Contains(name) ? loaded.Handle : 0;
    }

    /// <summary>Loads the first file that exists and can be loaded.</summary>
    internal static Loaded FindAndLoad(IReadOnlyList<string> candidates)
    {
        List<string> refusals = [];
        foreach (string path in candidates.Where(File.Exists))
        {
            try
            {
                return new Loaded(path, NativeLibrary.Load(path));
            }
            catch (Exception refused) when (refused is DllNotFoundException or BadImageFormatException)
            {
                refusals.Add($"{path}: {refused.Message}");
            }
        }

        throw new DllNotFoundException(refusals.Count == 0
            ? "librdkafka, the native part of Confluent.Kafka, is missing. Looked for "
              + $"{string.Join(", ", candidates)}. Build or publish the program again for this system "
              + $"({RuntimeInformation.RuntimeIdentifier}), "
              + "and deploy the whole output with its folder 'runtimes'."
            : "librdkafka, the native part of Confluent.Kafka, does not load on this system "
              + $"({RuntimeInformation.RuntimeIdentifier}). {string.Join(" | ", refusals)}. Install the missing "
              + "libraries, or build or publish the program for this system.");
    }

    /// <summary>A file and its handle.</summary>
    internal sealed record Loaded(string Path, nint Handle);
}
