namespace PathwayOrleans.Kubernetes.Tests.Pods;

/// <summary>
/// Tests of this collection run one after the other. Pods mostly wait for a probe's period or a grace period, so the longest
/// test runs in parallel with this collection; all tests in parallel would run more silos than two cores can handle.
/// </summary>
[CollectionDefinition(Name)]
public sealed class PodsInTurn
{
    internal const string Name = "Pods in turn";
}
