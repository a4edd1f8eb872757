using System.Globalization;
using System.Text.RegularExpressions;
using PathwayOrleans.PodHarness.Specs;

namespace PathwayOrleans.PodHarness.Nodes;

/// <summary>The command, user and environment of a container: those of the image, overridden by those of the manifest.</summary>
internal sealed partial class ContainerCommand
{
    private const string Path = "/dotnet:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    // .NET limits its heap to this share of a container's memory.
    private const double HeapShare = 0.75;

    private readonly PodSandbox _sandbox;
    private readonly ContainerImage _image;
    private readonly ContainerSpec _spec;
    private readonly Dictionary<string, string> _environment;

    internal ContainerCommand(PodSandbox sandbox, ContainerImage image)
    {
        _sandbox = sandbox;
        _image = image;
        _spec = sandbox.Spec.Container;
        _environment = Environment();
        if (_spec.Security.MustNotBeRoot && User == 0)
        {
            throw new InvalidOperationException($"{sandbox.Name}: container has runAsNonRoot and image will run as root");
        }
    }

    private int User => _spec.Security.User ?? _image.User;

    private int Group => _spec.Security.Group ?? User;

    /// <summary>The first process of the container: the program and its arguments, after the command that drops rights.</summary>
    internal IReadOnlyList<string> Main =>
    [
        .. WithoutRights,
        .. (_spec.Command.Count > 0 ? _spec.Command : _image.EntryPoint).Select(Expand),
        .. (_spec.Arguments.Count > 0 || _spec.Command.Count > 0 ? _spec.Arguments : _image.Command).Select(Expand),
    ];

    /// <summary>Another process in the container, like that of <c>kubectl exec</c>.</summary>
    internal IReadOnlyList<string> Beside(params IEnumerable<string> command) => [.. WithoutRights, .. command];

    private IEnumerable<string> WithoutRights =>
    [
        "/usr/bin/setpriv",
        $"--reuid={User}",
        $"--regid={Group}",
        "--clear-groups",
        .. _spec.Security.DropsCapabilities ? ["--inh-caps=-all", "--bounding-set=-all"] : (string[])[],
        .. _spec.Security.NoNewPrivileges ? ["--no-new-privs"] : (string[])[],

        // unshare --kill-child sets the parent-death signal. A later change of the user would clear it, and the container would
        // outlive the tests.
        "--pdeathsig=keep",
        "--",
        "/usr/bin/env",
        "--ignore-environment",
        $"--chdir={_spec.WorkingDirectory ?? _image.WorkingDirectory}",
        .. _environment.Select(variable => $"{variable.Key}={variable.Value}"),
    ];

    // Variables of the runtime and the kubelet first, so that the manifest overrides them.
    private Dictionary<string, string> Environment()
    {
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = Path,
            ["HOME"] = "/home/app",
            ["HOSTNAME"] = _sandbox.Name,
            ["KUBERNETES_SERVICE_HOST"] = "10.96.0.1",
            ["KUBERNETES_SERVICE_PORT"] = "443",
        };
        if (_spec.MemoryLimit is { } limit)
        {
            // In a container the runtime detects the memory limit by itself. Here there is no such limit to detect.
            environment["DOTNET_GCHeapHardLimit"] = ((long)(limit * HeapShare)).ToString("x", CultureInfo.InvariantCulture);
        }

        foreach (EnvironmentVariable variable in _image.Environment.Concat(_spec.Environment))
        {
            environment[variable.Name] = Expand(_sandbox.Resolve(variable), environment);
        }

        return environment;
    }

    private string Expand(string text) => Expand(text, _environment);

    // $(NAME) is an earlier variable, $$ a dollar sign; unknown names are not replaced.
    private static string Expand(string text, Dictionary<string, string> environment) => Reference().Replace(
        text,
        match => match.Value == "$$" ? "$" : environment.GetValueOrDefault(match.Groups[1].Value, match.Value));

    [GeneratedRegex(@"\$\$|\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)")]
    private static partial Regex Reference();
}
