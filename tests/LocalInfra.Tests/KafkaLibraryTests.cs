using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PathwayOrleans.LocalInfra.Tests;

public sealed class KafkaLibraryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Such as a librdkafka of the system that lacks functions of Confluent.Kafka and the embedded Kafka.</summary>
    [Fact]
    public async Task A_wrong_library_on_the_library_path_is_not_used()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "LD_LIBRARY_PATH is Linux'.");
        using TemporaryFolder folder = new();
        string other = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "libSystem.Native.so");
        foreach (string name in (string[])["librdkafka.so", "librdkafka.so.1", "centos8-librdkafka.so", "alpine-librdkafka.so"])
        {
            File.Copy(other, Path.Combine(folder.Path, name));
        }

        using Process process = OwnerProcess.Start(":", "kafka", ("LD_LIBRARY_PATH", folder.Path));

        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(line is not null && process.ExitCode == 0, $"It ended with code {process.ExitCode}: {line}");
        string[] versionAndPath = line.Split(' ', 2);
        Assert.Equal(Confluent.Kafka.Library.VersionString, versionAndPath[0]);
        Assert.StartsWith(AppContext.BaseDirectory, versionAndPath[1], StringComparison.Ordinal);
    }
}
