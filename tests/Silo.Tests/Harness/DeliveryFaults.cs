using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>Injects faults between the agents of the streams and the partitions' grains.</summary>
internal sealed class DeliveryFaults
{
    private readonly Func<int, Fault> _script;
    private int _calls;

    /// <param name="script">The fault of each delivery, by its number from 0.</param>
    internal DeliveryFaults(Func<int, Fault> script) => _script = script;

    internal enum Fault
    {
        None,

        /// <summary>The delivery fails before it reaches the grain.</summary>
        NotDelivered,

        /// <summary>The delivery reaches the grain, but the agent gets a failure.</summary>
        AnswerLost,

        /// <summary>The delivery does not reach the grain, but the agent gets a success.</summary>
        Swallowed,
    }

    internal int Calls => Volatile.Read(ref _calls);

    internal void AddTo(WebApplicationBuilder builder) =>
        builder.UseOrleans(silo => silo.AddIncomingGrainCallFilter(InvokeAsync));

    private async Task InvokeAsync(IIncomingGrainCallContext context)
    {
        Fault fault = context.MethodName == "DeliverBatch" ? _script(Interlocked.Increment(ref _calls) - 1) : Fault.None;
        if (fault == Fault.NotDelivered)
        {
            throw new InvalidOperationException("An injected failure of a delivery.");
        }

        if (fault == Fault.Swallowed)
        {
            context.Result = null;
            return;
        }

        await context.Invoke();
        if (fault == Fault.AnswerLost)
        {
            throw new InvalidOperationException("An injected failure of a response.");
        }
    }
}
