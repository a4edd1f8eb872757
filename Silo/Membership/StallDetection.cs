using System.Reflection;
using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Silo.Membership;

/// <summary>
/// Makes Orleans look twice a second whether the thread pool stalls. It looks ten times a second by default, which is most of
/// the timer ticks of an idle silo. Only stalls of a second and more matter: they degrade the health of the silo, and are not
/// counted as time in which another silo did not answer a probe. After a missed probe the next look is waited for.
/// </summary>
internal sealed class StallDetection(
    IServiceProvider services,
    DatabaseClock clock,
    ILoggerFactory loggers) : ILifecycleParticipant<ISiloLifecycle>
{
    private const string MonitorService = "Orleans.Runtime.MembershipService.ILocalSiloHealthMonitor";
    private const string Monitor = "Orleans.Runtime.MembershipService.LocalSiloHealthMonitor";
    private const string MonitorDetector = "_stallDetector";
    private const string Detector = "Orleans.Runtime.MembershipService.ThreadPoolStallDetector";

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    // As long as Orleans keeps the history of a silo's health.
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(1);

    // Before the silo joins: nothing uses the detector yet.
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(StallDetection),
        ServiceLifecycleStage.First,
        _ =>
        {
            Replace();
            return Task.CompletedTask;
        });

    private void Replace()
    {
        object monitor = OrleansMembers.Service(services, MonitorService);
        Type type = OrleansMembers.Type(Detector);
        object logger = Activator.CreateInstance(typeof(Logger<>).MakeGenericType(type), loggers)!;
        object detector = Activator.CreateInstance(type, logger, clock, Period, Retention)!;
        FieldInfo field = OrleansMembers.Field(Monitor, MonitorDetector);
        (field.GetValue(monitor) as IDisposable)?.Dispose();
        field.SetValue(monitor, detector);
    }
}
