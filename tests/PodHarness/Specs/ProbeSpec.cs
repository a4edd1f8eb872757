namespace PathwayOrleans.PodHarness.Specs;

/// <summary>A probe that the kubelet runs repeatedly.</summary>
internal sealed record ProbeSpec
{
    internal required int Port { get; init; }

    /// <summary>The path of the GET request; null for a TCP connection only.</summary>
    internal required string? HttpPath { get; init; }

    internal required TimeSpan InitialDelay { get; init; }

    internal required TimeSpan Period { get; init; }

    internal required TimeSpan Timeout { get; init; }

    internal required int SuccessThreshold { get; init; }

    internal required int FailureThreshold { get; init; }

    /// <summary>Reads a probe, with Kubernetes' defaults for missing fields.</summary>
    internal static ProbeSpec Read(Fields fields, IReadOnlyDictionary<string, int> ports)
    {
        Fields? http = fields.Find("httpGet");
        Fields target = http ?? fields.Get("tcpSocket");
        if (http?.FindText("scheme") is { } scheme && scheme != "HTTP")
        {
            throw new NotSupportedException($"{http.PathOf("scheme")} is {scheme}; the tests support HTTP.");
        }

        string port = target.Text("port");
        var probe = new ProbeSpec
        {
            HttpPath = http is null ? null : http.FindText("path") ?? "/",
            Port = ports.TryGetValue(port, out int named) ? named
                : int.TryParse(port, out int number) ? number
                : throw new FormatException($"{target.PathOf("port")} is '{port}'; the container has no port of that name."),
            InitialDelay = fields.Seconds("initialDelaySeconds", otherwise: 0),
            Period = fields.Seconds("periodSeconds", otherwise: 10),
            Timeout = fields.Seconds("timeoutSeconds", otherwise: 1),
            SuccessThreshold = fields.FindNumber("successThreshold") ?? 1,
            FailureThreshold = fields.FindNumber("failureThreshold") ?? 3,
        };
        target.Finish();
        fields.Finish();
        return probe;
    }
}
