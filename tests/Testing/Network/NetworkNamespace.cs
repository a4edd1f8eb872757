using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PathwayOrleans.Testing.Network;

/// <summary>Runs an action in a named network namespace. Sockets that are opened there remain in that namespace.</summary>
internal static partial class NetworkNamespace
{
    private const int CloneNewNet = 0x40000000;

    // A namespace is a property of a thread, so a separate thread enters it and ends after the action.
    internal static T Within<T>(string name, Func<T> open)
    {
        T? result = default;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter(name);
                result = open();
            }
            catch (Exception e) when (e is Win32Exception or IOException or System.Net.Sockets.SocketException)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null
            ? result!
            : throw new InvalidOperationException($"Network namespace {name}: {failure.Message}", failure);
    }

    private static void Enter(string name)
    {
        using SafeFileHandle file = File.OpenHandle($"/run/netns/{name}");
        if (SetNamespace(file, CloneNewNet) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), Marshal.GetLastPInvokeErrorMessage());
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle file, int kind);
}
