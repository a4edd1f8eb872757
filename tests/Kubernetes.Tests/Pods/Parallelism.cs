using Xunit.v3;

// Pods mostly wait for a probe's period or a grace period, so that even two cores are enough for three parallel tests of them.
[assembly: Parallelization(MaxThreads = 3)]
