using PathwayOrleans.PodHarness.Specs;
using PathwayOrleans.Testing.Folders;
using PathwayOrleans.Testing.Network;

namespace PathwayOrleans.PodHarness.Nodes;

/// <summary>The parts of a pod that survive restarts of its container: address, volumes, names.</summary>
internal sealed class PodSandbox
{
    private const string TokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    // The users of Microsoft's chiseled images.
    private const string Users =
        "root:x:0:0:root:/root:/bin/false\napp:x:1654:1654:Microsoft .NET app user:/home/app:/bin/false\n";
    private const string Groups = "root:x:0:\napp:x:1654:\n";

    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;

    private readonly DirectoryInfo _folder;

    private PodSandbox(string name, PodSpec spec, NetworkHost network, DirectoryInfo folder)
    {
        Name = name;
        Spec = spec;
        Network = network;
        _folder = folder;
    }

    /// <summary>The name of the pod, which is also its host name.</summary>
    internal string Name { get; }

    internal PodSpec Spec { get; }

    internal NetworkHost Network { get; }

    /// <summary>An empty folder at which the root of the container's file system is built.</summary>
    internal string RootFolder => _folder.CreateSubdirectory("root").FullName;

    internal string EtcFolder => _folder.CreateSubdirectory("etc").FullName;

    /// <summary>The volumes in the syntax of start-container.</summary>
    internal IReadOnlyList<string> Mounts { get; private set; } = [];

    /// <summary>Creates it.</summary>
    /// <param name="name">The pod's name.</param>
    /// <param name="spec">The specification of the pod.</param>
    /// <param name="network">The pod's host in the network.</param>
    /// <param name="hosts">The only names that the pod can resolve, as lines of a hosts file.</param>
    internal static PodSandbox Create(string name, PodSpec spec, NetworkHost network, string hosts)
    {
        var sandbox = new PodSandbox(name, spec, network, RunFolders.Create("pod"));
        sandbox.Write("passwd", Users);
        sandbox.Write("group", Groups);
        sandbox.Write("nsswitch.conf", "hosts: files\n");
        sandbox.Write("hosts", $"127.0.0.1 localhost\n{network.Address} {name}\n{hosts}");
        File.Copy("/etc/ld.so.cache", Path.Combine(sandbox.EtcFolder, "ld.so.cache"));
        sandbox.Mounts = [.. spec.Container.Mounts.Select(sandbox.Mount), .. spec.HasToken ? [sandbox.Token()] : (string[])[]];
        return sandbox;
    }

    /// <summary>The value of a variable, with the pod's name, namespace and address filled in.</summary>
    internal string Resolve(EnvironmentVariable variable) => variable.FieldPath switch
    {
        null => variable.Value,
        "metadata.name" => Name,
        "metadata.namespace" => Spec.Namespace,
        "status.podIP" => Network.Address.ToString(),
        _ => throw new NotSupportedException($"{variable.Name}: its field {variable.FieldPath} is not supported."),
    };

    internal void Remove() => _folder.Delete(recursive: true);

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(EtcFolder, name), content);

    private string Mount(VolumeMount mount)
    {
        Assert.True(
            Spec.Volumes.TryGetValue(mount.Volume, out IReadOnlyDictionary<string, string>? files),
            $"{mount.Path}: the pod has no volume {mount.Volume}.");
        DirectoryInfo volume = _folder.CreateSubdirectory($"volume-{mount.Volume}");
        if (files is null)
        {
            // An emptyDir is writable for all users.
            SetMode(volume, Everybody);
        }

        foreach ((string name, string content) in files ?? new Dictionary<string, string>())
        {
            File.WriteAllText(Path.Combine(volume.FullName, name), content);
        }

        return $"{volume.FullName}:{mount.Path}{(mount.ReadOnly || files is not null ? ":ro" : "")}";
    }

    private string Token()
    {
        DirectoryInfo volume = _folder.CreateSubdirectory("token");
        File.WriteAllText(Path.Combine(volume.FullName, "token"), "a token of the pod's ServiceAccount");
        return $"{volume.FullName}:{TokenPath}:ro";
    }

    private static void SetMode(DirectoryInfo folder, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            folder.UnixFileMode = mode;
        }
    }
}
