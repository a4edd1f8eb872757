using System.Runtime.InteropServices;

namespace PathwayOrleans.LocalInfra;

/// <summary>
/// Blocks all signals on the current thread until it is disposed on the same thread. Threads that are created meanwhile keep
/// all signals blocked.
/// </summary>
internal sealed partial class BlockedSignals : IDisposable
{
    // The size of the largest sigset_t of the supported systems.
    private const int SetSize = 128;

    private readonly byte[] _before = new byte[SetSize];

    internal BlockedSignals()
    {
        byte[] all = new byte[SetSize];
        Check(FillSet(all));
        Check(SetMask(SetMaskOperation, all, _before));
    }

    private static int SetMaskOperation => OperatingSystem.IsMacOS() ? 3 : 2;

    public void Dispose() => Check(SetMask(SetMaskOperation, _before, new byte[SetSize]));

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new InvalidOperationException($"The signal mask could not be set: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int FillSet([Out] byte[] set);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int SetMask(int operation, [In] byte[] set, [Out] byte[] before);
}
