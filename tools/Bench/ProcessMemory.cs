using System.Globalization;

namespace PathwayOrleans.Bench;

/// <summary>Reads the memory usage of processes.</summary>
internal static class ProcessMemory
{
    /// <summary>The highest resident memory of a process so far, in bytes (VmHWM).</summary>
    internal static long Peak(int processId) =>
        TryPeak(processId)
            ?? throw new InvalidOperationException($"Process {processId} has ended, so its peak memory is unknown.");

    /// <summary>Like <see cref="Peak"/>; null if the process has ended.</summary>
    internal static long? TryPeak(int processId)
    {
        try
        {
            // The status of a zombie process has no VmHWM.
            return File.ReadLines($"/proc/{processId}/status")
                .FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line
                ? long.Parse(
                    line["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim(),
                    CultureInfo.InvariantCulture) * 1024
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
