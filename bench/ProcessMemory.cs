using System.Globalization;

namespace PathwayOrleans.Bench;

internal static class ProcessMemory
{
    /// <summary>The process' highest resident memory so far, in bytes (VmHWM).</summary>
    internal static long Peak(int processId) =>
        TryPeak(processId) ?? throw new InvalidOperationException($"Process {processId} is gone, and its peak memory with it.");

    /// <summary>The same; null where the process is gone.</summary>
    internal static long? TryPeak(int processId)
    {
        try
        {
            // An ended process that nobody has waited for yet has a status without memory.
            return File.ReadLines($"/proc/{processId}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line
                ? long.Parse(line["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
