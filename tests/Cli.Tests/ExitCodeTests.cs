using PathwayOrleans.CommandLine;
using PathwayOrleans.HttpApi.Hosting;

namespace PathwayOrleans.Cli.Tests;

/// <summary>
/// The exit codes are declared twice: HttpApi does not reference CommandLine, because a silo has no command line.
/// </summary>
public sealed class ExitCodeTests
{
    [Fact]
    public void Hosts_and_commands_have_the_same_exit_codes() => Assert.Equal(
        (ExitCodes.Success, ExitCodes.Failure, ExitCodes.BadConfiguration),
        (HostExitCodes.Success, HostExitCodes.Failed, HostExitCodes.BadConfiguration));
}
