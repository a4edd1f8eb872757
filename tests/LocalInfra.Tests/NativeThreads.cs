using System.Globalization;
using System.Runtime.InteropServices;

namespace PathwayOrleans.LocalInfra.Tests;

/// <summary>Native threads of this process, found by name.</summary>
internal static partial class NativeThreads
{
    /// <summary>SIGCHLD.</summary>
    internal const int ChildEnded = 17;

    /// <summary>Sends a signal to every thread of a name; there must be at least one.</summary>
    internal static void Signal(string name, int signal)
    {
        int[] threads =
        [
            .. Directory.GetDirectories("/proc/self/task")
                .Where(task => File.ReadAllText(Path.Combine(task, "comm")).Trim() == name)
                .Select(task => int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture)),
        ];
        Assert.NotEmpty(threads);
        Assert.All(threads, thread => Assert.Equal(0, SendToThread(Environment.ProcessId, thread, signal)));
    }

    [LibraryImport("libc", EntryPoint = "tgkill")]
    private static partial int SendToThread(int process, int thread, int signal);
}
