using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>
/// What a write needs beside the state: the changes of the windows, and the inputs with an end whose events it has. Orleans'
/// storage providers pass only the state, so <see cref="UserStateGrainSerializer"/> puts this into the payload for the database.
/// </summary>
/// <param name="Windows">The changes of the windows; null if there are none.</param>
/// <param name="EndingInputs">The numbers of the inputs.</param>
internal sealed record PayloadChanges(WindowChanges? Windows, IReadOnlyList<long> EndingInputs)
{
    private static readonly AsyncLocal<PayloadChanges?> Outgoing = new();

    /// <summary>The changes of the write that the current asynchronous call belongs to; null outside of a write.</summary>
    internal static PayloadChanges? Current => Outgoing.Value;

    /// <summary>Takes a state's changes and writes it with them. If the write fails, the changes are put back.</summary>
    internal static async Task WriteAsync(UserState state, WindowSet windows, FinishedInputs finished, Func<Task> write)
    {
        state.Forget(finished);
        var changes = new PayloadChanges(state.TakeWindowChanges(windows), state.TakeEndingInputs());
        Outgoing.Value = changes;
        try
        {
            await write();
        }
        catch
        {
            if (changes.Windows is { } rows)
            {
                state.RestoreWindowChanges(rows);
            }

            state.RestoreEndingInputs(changes.EndingInputs);
            throw;
        }
    }
}
