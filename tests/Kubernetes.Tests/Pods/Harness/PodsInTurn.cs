namespace PathwayOrleans.Kubernetes.Tests.Pods.Harness;

/// <summary>
/// Tests of this collection run one after the other. Pods mostly wait, for a probe's period or a grace to pass, so the
/// longest test has the others beside it; all of them at once would be more than two cores can answer probes for.
/// </summary>
[CollectionDefinition(Name)]
public sealed class PodsInTurn
{
    internal const string Name = "Pods in turn";
}
