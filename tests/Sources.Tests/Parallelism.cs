using Xunit.v3;

// Tests mostly wait for a broker, a database or a time limit, so that two cores are enough for four of them.
[assembly: Parallelization(MaxThreads = 4)]
