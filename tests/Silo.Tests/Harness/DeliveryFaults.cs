using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>Stands in the way between the streams' agents and the partitions' grains.</summary>
internal sealed class DeliveryFaults
{
    private readonly Func<int, Fault> _script;
    private int _calls;

    /// <param name="script">What happens to each delivery, by its number from 0.</param>
    internal DeliveryFaults(Func<int, Fault> script) => _script = script;

    internal enum Fault
    {
        None,

        /// <summary>The delivery fails before it reaches the grain.</summary>
        NotDelivered,

        /// <summary>It reaches the grain, and the agent hears of a failure.</summary>
        AnswerLost,

        /// <summary>It does not reach the grain, and the agent hears of a success.</summary>
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
            throw new InvalidOperationException("A delivery that was made to fail.");
        }

        if (fault == Fault.Swallowed)
        {
            context.Result = null;
            return;
        }

        await context.Invoke();
        if (fault == Fault.AnswerLost)
        {
            throw new InvalidOperationException("An answer that was made to fail.");
        }
    }
}
