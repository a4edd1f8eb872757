// Pods mostly wait, for a probe's period or a grace to pass: all three tests of them run at once on two cores, too.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
