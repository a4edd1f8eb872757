namespace PathwayOrleans.Kubernetes.Tests.Pods.Harness.Specs;

/// <summary>A pod template, as far as it is run.</summary>
internal sealed record PodSpec
{
    internal required string Namespace { get; init; }

    internal required ContainerSpec Container { get; init; }

    /// <summary>Names of emptyDir volumes.</summary>
    internal required IReadOnlyList<string> EmptyDirectories { get; init; }

    /// <summary>How long the container may take to end after SIGTERM.</summary>
    internal required TimeSpan Grace { get; init; }

    internal required RestartPolicy Restarts { get; init; }

    /// <summary>Whether the pod is given its ServiceAccount's token.</summary>
    internal required bool HasToken { get; init; }
}

/// <summary>When the kubelet starts a container again that has ended.</summary>
internal enum RestartPolicy
{
    Always,
    OnFailure,
    Never,
}

/// <summary>A pod's container.</summary>
internal sealed record ContainerSpec
{
    internal required string Image { get; init; }

    /// <summary>In place of the image's entry point; empty leaves that.</summary>
    internal required IReadOnlyList<string> Command { get; init; }

    /// <summary>In place of the image's command; empty leaves that, unless there is a <see cref="Command"/>.</summary>
    internal required IReadOnlyList<string> Arguments { get; init; }

    internal required string? WorkingDirectory { get; init; }

    internal required IReadOnlyList<EnvironmentVariable> Environment { get; init; }

    /// <summary>Container ports by name.</summary>
    internal required IReadOnlyDictionary<string, int> Ports { get; init; }

    internal required IReadOnlyList<VolumeMount> Mounts { get; init; }

    internal required ContainerSecurity Security { get; init; }

    /// <summary>Bytes; above it the kernel would kill the container. Null for no limit.</summary>
    internal required long? MemoryLimit { get; init; }

    /// <summary>While it has not succeeded, the others wait.</summary>
    internal required ProbeSpec? Startup { get; init; }

    internal required ProbeSpec? Readiness { get; init; }

    internal required ProbeSpec? Liveness { get; init; }

    /// <summary>How long the kubelet waits before SIGTERM: a <c>preStop</c> hook that sleeps.</summary>
    internal required TimeSpan SleepBeforeStop { get; init; }
}

/// <summary>A variable: a value, or the pod's field at <paramref name="FieldPath"/>.</summary>
internal sealed record EnvironmentVariable(string Name, string Value, string? FieldPath = null);

/// <summary>A volume's place in a container.</summary>
internal sealed record VolumeMount(string Volume, string Path, bool ReadOnly);

/// <summary>What a container may do.</summary>
/// <param name="User">Null leaves the image's.</param>
/// <param name="Group">Null leaves the image's.</param>
/// <param name="MustNotBeRoot">A container that would run as root is refused.</param>
/// <param name="ReadOnlyRoot">Whether only volumes can be written to.</param>
/// <param name="DropsCapabilities">Whether it has none.</param>
/// <param name="NoNewPrivileges">Whether no program that it runs may have more than it has.</param>
internal sealed record ContainerSecurity(int? User, int? Group, bool MustNotBeRoot, bool ReadOnlyRoot, bool DropsCapabilities, bool NoNewPrivileges);
