using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using PathwayOrleans.Grains.Users;

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>A user's grain that answers when its test says so.</summary>
internal sealed class ScriptedSink : IUserEventSink
{
    private readonly List<TaskCompletionSource> _answers = [];

    /// <summary>The calls, in order.</summary>
    internal List<UserEvents> Calls { get; } = [];

    internal int Open { get; private set; }

    public Task Apply(UserEvents events)
    {
        Open++;
        Calls.Add(events);
        _answers.Add(new TaskCompletionSource());
        return _answers[^1].Task;
    }

    internal void Succeed()
    {
        Open--;
        _answers[^1].SetResult();
    }

    internal void Fail(Exception e)
    {
        Open--;
        _answers[^1].SetException(e);
    }
}

/// <summary>Makes scripted grains of any name, and nothing else.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "The proxy is made of a subtype.")]
internal class SinkFactory : DispatchProxy
{
    internal Dictionary<string, ScriptedSink> Sinks { get; } = [];

    internal static (IGrainFactory Grains, Dictionary<string, ScriptedSink> Sinks) Create()
    {
        IGrainFactory grains = Create<IGrainFactory, SinkFactory>();
        return (grains, ((SinkFactory)grains).Sinks);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Assert.Equal((nameof(IGrainFactory.GetGrain), typeof(IUserEventSink)), (targetMethod!.Name, targetMethod.ReturnType));
        var sink = new ScriptedSink();
        Sinks.Add((string)args![0]!, sink);
        return sink;
    }
}
