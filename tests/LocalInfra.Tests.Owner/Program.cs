// A separate process for tests that kill or signal a process. The first argument is a scenario, see Scenarios.
using PathwayOrleans.LocalInfra.Tests.Owner;

await Scenarios.RunAsync(args[0], args[1..]);
