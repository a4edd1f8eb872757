using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using PathwayOrleans.Grains.Users;

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>Creates scripted grains with any key.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "The proxy is a subtype.")]
internal class SinkFactory : DispatchProxy
{
    private readonly Dictionary<string, ScriptedSink> _sinks = [];

    internal static (IGrainFactory Grains, Dictionary<string, ScriptedSink> Sinks) Create()
    {
        IGrainFactory grains = Create<IGrainFactory, SinkFactory>();
        return (grains, ((SinkFactory)grains)._sinks);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Assert.Equal((nameof(IGrainFactory.GetGrain), typeof(IUserEventSink)), (targetMethod!.Name, targetMethod.ReturnType));
        var sink = ScriptedSink.Create();
        _sinks.Add((string)args![0]!, sink);
        return sink.Grain;
    }
}
