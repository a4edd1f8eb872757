using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using PathwayOrleans.Grains.Users;

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>
/// A user's grain whose calls the test completes. It is a proxy, because Orleans regards every class with a grain interface as a
/// grain.
/// </summary>
[SuppressMessage("Performance", "CA1852", Justification = "The proxy is a subtype.")]
internal class ScriptedSink : DispatchProxy
{
    private readonly List<TaskCompletionSource> _answers = [];

    /// <summary>The grain that a dispatcher calls.</summary>
    internal IUserEventSink Grain => (IUserEventSink)(object)this;

    /// <summary>The calls, in order.</summary>
    internal List<UserEvents> Calls { get; } = [];

    internal int Open { get; private set; }

    internal static ScriptedSink Create() => (ScriptedSink)(object)Create<IUserEventSink, ScriptedSink>();

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

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Assert.Equal(nameof(IUserEventSink.Apply), targetMethod!.Name);
        Open++;
        Calls.Add((UserEvents)args![0]!);
        _answers.Add(new TaskCompletionSource());
        return _answers[^1].Task;
    }
}
