using System.Runtime.InteropServices;

namespace PathwayOrleans.LocalInfra;

/// <summary>Sends signals with kill(2). .NET itself supports only SIGKILL.</summary>
internal static partial class UnixSignal
{
    private const int NoSuchProcess = 3;

    internal static int Interrupt => 2;

    internal static int Quit => 3;

    internal static int Kill => 9;

    internal static int Terminate => 15;

    internal static int Stop => OperatingSystem.IsMacOS() ? 17 : 19;

    internal static int Continue => OperatingSystem.IsMacOS() ? 19 : 18;

    /// <summary>Sends a signal. If the process has already ended, nothing happens.</summary>
    /// <exception cref="InvalidOperationException">The signal could not be sent.</exception>
    internal static void Send(int processId, int signal)
    {
        if (SendSignal(processId, signal) == 0)
        {
            return;
        }

        int error = Marshal.GetLastPInvokeError();
        if (error != NoSuchProcess)
        {
            throw new InvalidOperationException(
                $"Could not send signal {signal} to process {processId}: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);
}
