using Microsoft.Extensions.Logging;
using PathwayOrleans.HttpApi.Hosting;
using PathwayOrleans.Silo.Hosting;

namespace PathwayOrleans.Silo.Tests.Hosting;

public sealed class OrleansLoggingTests
{
    [Theory]
    [InlineData("Orleans.Messaging")]
    [InlineData("Orleans.Runtime.CallbackData")]
    [InlineData("Orleans.Streams.Some.Class")]
    public void Entries_of_orleans_about_calls_are_only_counted(string category) =>
        Assert.Equal(new Condensation(LogLevel.Warning, IsCounted: true), OrleansLogging.Condensed.Find(category));

    [Theory]
    [InlineData("Orleans.Runtime.MembershipService.SiloHealthMonitor", LogLevel.Warning)]
    [InlineData("PathwayOrleans.Silo.GroupCommitGrainStorage", LogLevel.Information)]
    [InlineData("PathwayOrleans.Silo.ThrottledGrainStorage", LogLevel.Information)]
    [InlineData("PathwayOrleans.Grains.Status.ClusterStatusGrain", LogLevel.Information)]
    public void The_first_entry_of_each_kind_is_written(string category, LogLevel from) =>
        Assert.Equal(new Condensation(from), OrleansLogging.Condensed.Find(category));

    [Theory]
    [InlineData("PathwayOrleans.Silo.Streams.SiloReader")]
    [InlineData("PathwayOrleans.Grains.Users.UserAggregateGrain")]
    [InlineData("OrleansLike")]
    public void Entries_of_other_categories_are_written(string category) =>
        Assert.Null(OrleansLogging.Condensed.Find(category));
}
