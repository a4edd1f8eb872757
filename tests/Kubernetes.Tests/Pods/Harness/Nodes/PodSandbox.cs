using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Specs;
using PathwayOrleans.Testing.Network;

namespace PathwayOrleans.Kubernetes.Tests.Pods.Harness.Nodes;

/// <summary>What a pod has for as long as it lives, however often its container is started: an address, volumes, names.</summary>
internal sealed class PodSandbox
{
    private const string TokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    // The users of Microsoft's chiseled images.
    private const string Users = "root:x:0:0:root:/root:/bin/false\napp:x:1654:1654:Microsoft .NET app user:/home/app:/bin/false\n";
    private const string Groups = "root:x:0:\napp:x:1654:\n";

    private const string FolderPrefix = "pathway-pod-";

    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;

    private readonly DirectoryInfo _folder;

    private PodSandbox(string name, PodSpec spec, NetworkHost network, DirectoryInfo folder)
    {
        Name = name;
        Spec = spec;
        Network = network;
        _folder = folder;
    }

    /// <summary>The pod's name, which is its host name too.</summary>
    internal string Name { get; }

    internal PodSpec Spec { get; }

    internal NetworkHost Network { get; }

    /// <summary>An empty folder to build the container's file system at.</summary>
    internal string RootFolder => _folder.CreateSubdirectory("root").FullName;

    internal string EtcFolder => _folder.CreateSubdirectory("etc").FullName;

    /// <summary>Volumes as start-container takes them.</summary>
    internal IReadOnlyList<string> Mounts { get; private set; } = [];

    /// <summary>Makes it.</summary>
    /// <param name="name">The pod's name.</param>
    /// <param name="spec">What it is like.</param>
    /// <param name="network">Its host on the network.</param>
    /// <param name="hosts">Names of the cluster, as lines of a hosts file: the pod knows no others.</param>
    internal static PodSandbox Create(string name, PodSpec spec, NetworkHost network, string hosts)
    {
        var sandbox = new PodSandbox(name, spec, network, Directory.CreateTempSubdirectory($"{FolderPrefix}{Environment.ProcessId}-"));
        sandbox.Write("passwd", Users);
        sandbox.Write("group", Groups);
        sandbox.Write("nsswitch.conf", "hosts: files\n");
        sandbox.Write("hosts", $"127.0.0.1 localhost\n{network.Address} {name}\n{hosts}");
        File.Copy("/etc/ld.so.cache", Path.Combine(sandbox.EtcFolder, "ld.so.cache"));
        sandbox.Mounts = [.. spec.Container.Mounts.Select(sandbox.Mount), .. spec.HasToken ? [sandbox.Token()] : (string[])[]];
        return sandbox;
    }

    /// <summary>What a variable of the pod's is, its name, namespace and address filled in.</summary>
    internal string Resolve(EnvironmentVariable variable) => variable.FieldPath switch
    {
        null => variable.Value,
        "metadata.name" => Name,
        "metadata.namespace" => Spec.Namespace,
        "status.podIP" => Network.Address.ToString(),
        _ => throw new NotSupportedException($"{variable.Name}: no pod here knows its {variable.FieldPath}."),
    };

    /// <summary>Removes what processes left behind that were killed before they could.</summary>
    internal static void RemoveLeftovers()
    {
        foreach (string folder in Directory.GetDirectories(Path.GetTempPath(), FolderPrefix + "*"))
        {
            string owner = Path.GetFileName(folder)[FolderPrefix.Length..].Split('-')[0];
            if (!Directory.Exists($"/proc/{owner}"))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    internal void Remove() => _folder.Delete(recursive: true);

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(EtcFolder, name), content);

    // An emptyDir is everybody's.
    private string Mount(VolumeMount mount)
    {
        Assert.True(Spec.EmptyDirectories.Contains(mount.Volume), $"{mount.Path}: the pod has no volume {mount.Volume}.");
        DirectoryInfo volume = _folder.CreateSubdirectory($"volume-{mount.Volume}");
        SetMode(volume, Everybody);
        return $"{volume.FullName}:{mount.Path}{(mount.ReadOnly ? ":ro" : "")}";
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
