using System.Globalization;

namespace PathwayOrleans.Bench;

internal static class ProcessMemory
{
    /// <summary>The process' highest resident memory so far, in bytes (VmHWM).</summary>
    internal static long Peak(int processId)
    {
        string line = File.ReadLines($"/proc/{processId}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        string kilobytes = line["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
    }
}
