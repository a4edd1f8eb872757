using System.Net;
using PathwayOrleans.Silo.Tests.Harness;

namespace PathwayOrleans.Silo.Tests.Clusters;

[Collection(nameof(ClustersInTurn))]
public class DashboardTests
{
    private const string Key = "0123456789abcdef";

    [Fact]
    public async Task The_dashboard_is_served_on_its_own_port_and_requires_the_key()
    {
        await using TestCluster cluster = await TestCluster.StartAsync(
            partitions: 1,
            settings:
            [
                ("Pathway:Dashboard:Enabled", "true"),
                ("Pathway:Dashboard:Url", "http://127.0.0.1:0"),
                ("Pathway:Dashboard:Key", Key)
            ]);
        string[] urls = [.. cluster.Silos[0].Urls];
        Assert.Equal(2, urls.Length);
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false });
        foreach (string path in (string[])["/dashboard/", "/dashboard/version", "/dashboard/DashboardCounters"])
        {
            string query = $"?key={Uri.EscapeDataString(Key)}";
            Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(urls[0] + path + query)).StatusCode);
            using HttpResponseMessage refused = await GetAsync(urls[1] + path);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Contains(
                "Pathway:Dashboard:Key",
                await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(urls[1] + path + "?key=another")).StatusCode);
            Assert.Equal(
                HttpStatusCode.Unauthorized, (await GetAsync(urls[1] + path, ("Authorization", "Bearer another"))).StatusCode);
            Assert.Equal(
                HttpStatusCode.Unauthorized,
                (await GetAsync(urls[1] + path, ("Cookie", "pathway-dashboard=another"))).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(urls[1] + path, ("Authorization", $"Bearer {Key}"))).StatusCode);
            using HttpResponseMessage admitted = await GetAsync(urls[1] + path + query);
            Assert.Equal(HttpStatusCode.OK, admitted.StatusCode);
            string cookie = Assert.Single(admitted.Headers.GetValues("Set-Cookie"));
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(urls[1] + path, ("Cookie", cookie.Split(';')[0]))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(urls[0] + "/healthz")).StatusCode);

        async Task<HttpResponseMessage> GetAsync(string url, (string Name, string Value)? header = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (header is { } given)
            {
                request.Headers.Add(given.Name, given.Value);
            }

            return await client.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }
}
