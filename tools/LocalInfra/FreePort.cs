using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PathwayOrleans.LocalInfra;

/// <summary>
/// Finds unused TCP ports. A port is reserved until this process ends: no other process that uses this class gets it. Ports are
/// below the range that systems use for outgoing connections.
/// </summary>
public static class FreePort
{
    private const int Lowest = 10_000;
    private const int Highest = 32_000;

    // Locked files. The system releases them when the process ends, in whatever way.
    private static readonly List<FileStream> Reservations = [];
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "pathway-ports");

    /// <summary>A free port.</summary>
    /// <exception cref="InvalidOperationException">All ports are in use.</exception>
    public static int Find()
    {
        Directory.CreateDirectory(Folder);
        int first = Random.Shared.Next(Lowest, Highest);
        for (int i = 0; i < Highest - Lowest; i++)
        {
            int port = Lowest + ((first - Lowest + i) % (Highest - Lowest));
            if (TryReserve(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"All ports from {Lowest} to {Highest - 1} are in use.");
    }

    /// <summary>The given number of different free ports.</summary>
    /// <exception cref="InvalidOperationException">All ports are in use.</exception>
    public static IReadOnlyList<int> Find(int count) => [.. Enumerable.Range(0, count).Select(_ => Find())];

    private static bool TryReserve(int port)
    {
        FileStream reservation;
        try
        {
            reservation = new FileStream(
                Path.Combine(Folder, port.ToString(CultureInfo.InvariantCulture)),
                FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Reserved by another process, or by another user.
            return false;
        }

        if (!IsFree(port))
        {
            reservation.Dispose();
            return false;
        }

        lock (Reservations)
        {
            Reservations.Add(reservation);
        }

        return true;
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
