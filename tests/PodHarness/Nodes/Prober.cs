using System.Net;
using System.Net.Sockets;
using PathwayOrleans.PodHarness.Specs;
using PathwayOrleans.Testing.Network;

namespace PathwayOrleans.PodHarness.Nodes;

/// <summary>
/// Sends probes in the network of the pod, so that they also work while the pod is cut off: a kubelet runs on the node of its
/// pods, and network faults between nodes do not affect its probes.
/// </summary>
internal sealed class Prober : IDisposable
{
    private readonly NetworkHost _host;
    private readonly HttpClient _http;

    internal Prober(NetworkHost host)
    {
        _host = host;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) => await ConnectAsync(context.DnsEndPoint.Port, cancellation),
            PooledConnectionLifetime = TimeSpan.Zero,
            AllowAutoRedirect = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("kube-probe/1.34");
    }

    /// <summary>Runs a probe once.</summary>
    /// <returns>The failure, or null if the probe succeeded.</returns>
    internal async Task<ProbeFailure?> AskAsync(ProbeSpec probe, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(probe.Timeout);
        try
        {
            if (probe.HttpPath is null)
            {
                await (await ConnectAsync(probe.Port, limit.Token)).DisposeAsync();
                return null;
            }

            (HttpStatusCode code, string text) = await GetAsync(probe.Port, probe.HttpPath, limit.Token);
            return (int)code is >= 200 and < 400
                ? null
                : new ProbeFailure($"{probe.HttpPath}: {(int)code} {text}", IsAnswered: true);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
        {
            // For instance because the container is being killed.
            return new ProbeFailure($"{probe.HttpPath ?? "connect"}: {e.Message}", IsAnswered: false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ProbeFailure(
                $"{probe.HttpPath ?? "connect"}: no answer within {probe.Timeout.TotalSeconds:0} s", IsAnswered: false);
        }
    }

    /// <summary>Requests a path.</summary>
    internal async Task<(HttpStatusCode Code, string Text)> GetAsync(int port, string path, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri($"http://{_host.Address}:{port}{path}"), cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation));
    }

    public void Dispose() => _http.Dispose();

    private async Task<Stream> ConnectAsync(int port, CancellationToken cancellation)
    {
        Socket socket = _host.OpenSocket();
        try
        {
            await socket.ConnectAsync(new IPEndPoint(_host.Address, port), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
