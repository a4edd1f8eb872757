namespace PathwayOrleans.PodHarness.Specs;

/// <summary>The fields of a pod template that affect its execution here.</summary>
internal sealed record PodSpec
{
    internal required string Namespace { get; init; }

    internal required ContainerSpec Container { get; init; }

    /// <summary>The volumes by name: the files of a ConfigMap by name, or null for an emptyDir.</summary>
    internal required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>?> Volumes { get; init; }

    /// <summary>How long the container may take to end after SIGTERM.</summary>
    internal required TimeSpan Grace { get; init; }

    internal required RestartPolicy Restarts { get; init; }

    /// <summary>Whether the token of the ServiceAccount is mounted.</summary>
    internal required bool HasToken { get; init; }
}

/// <summary>When the kubelet restarts a container that has ended.</summary>
internal enum RestartPolicy
{
    Always,
    OnFailure,
    Never,
}

/// <summary>The container of a pod.</summary>
internal sealed record ContainerSpec
{
    internal required string Image { get; init; }

    /// <summary>Replaces the image's entry point unless it is empty.</summary>
    internal required IReadOnlyList<string> Command { get; init; }

    /// <summary>
    /// Replaces the image's command unless it is empty. If there is a <see cref="Command"/>, the image's command is not used.
    /// </summary>
    internal required IReadOnlyList<string> Arguments { get; init; }

    internal required string? WorkingDirectory { get; init; }

    internal required IReadOnlyList<EnvironmentVariable> Environment { get; init; }

    /// <summary>Container ports by name.</summary>
    internal required IReadOnlyDictionary<string, int> Ports { get; init; }

    internal required IReadOnlyList<VolumeMount> Mounts { get; init; }

    internal required ContainerSecurity Security { get; init; }

    /// <summary>In bytes; above it the kernel would kill the container. Null for no limit.</summary>
    internal required long? MemoryLimit { get; init; }

    /// <summary>The other probes start after it has succeeded.</summary>
    internal required ProbeSpec? Startup { get; init; }

    internal required ProbeSpec? Readiness { get; init; }

    internal required ProbeSpec? Liveness { get; init; }

    /// <summary>The time before SIGTERM, from a <c>preStop</c> hook that sleeps.</summary>
    internal required TimeSpan SleepBeforeStop { get; init; }
}

/// <summary>A variable: a value, or the field of the pod at <paramref name="FieldPath"/>.</summary>
internal sealed record EnvironmentVariable(string Name, string Value, string? FieldPath = null);

/// <summary>The mount point of a volume in a container.</summary>
internal sealed record VolumeMount(string Volume, string Path, bool ReadOnly);

/// <summary>The security context of a container.</summary>
/// <param name="User">The user id; null for that of the image.</param>
/// <param name="Group">The group id; null for that of the image.</param>
/// <param name="MustNotBeRoot">Whether a container that would run as root is rejected.</param>
/// <param name="ReadOnlyRoot">Whether only volumes are writable.</param>
/// <param name="DropsCapabilities">Whether it has no capabilities.</param>
/// <param name="NoNewPrivileges">Whether programs that it starts cannot gain privileges.</param>
internal sealed record ContainerSecurity(
    int? User, int? Group, bool MustNotBeRoot, bool ReadOnlyRoot, bool DropsCapabilities, bool NoNewPrivileges);
