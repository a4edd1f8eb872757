using System.Net;
using System.Net.Sockets;

namespace PathwayOrleans.LocalInfra.Tests;

public sealed class FreePortTests
{
    [Fact]
    public void Ports_differ_although_none_is_in_use() =>
        Assert.Equal(200, FreePort.Find(200).Distinct().Count());

    [Fact]
    public void A_port_can_be_used()
    {
        using var listener = new TcpListener(IPAddress.Loopback, FreePort.Find());
        listener.Start();
    }

    [Fact]
    public void A_port_is_locked_for_other_processes()
    {
        int port = FreePort.Find();
        Assert.ThrowsAny<IOException>(() => File.Open(
            Path.Combine(Path.GetTempPath(), "pathway-ports", $"{port}"), FileMode.Open, FileAccess.ReadWrite, FileShare.None));
    }
}
