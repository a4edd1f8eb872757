using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Silo;

/// <summary>
/// Passes the window changes of a write to <see cref="UserStateGrainSerializer"/>: Orleans' storage providers pass only
/// the state, and the database writes the window rows from the payload.
/// </summary>
internal static class PayloadWindowChanges
{
    private static readonly AsyncLocal<WindowChanges?> Outgoing = new();

    /// <summary>The changes of the write that the current asynchronous call belongs to; null if it has none.</summary>
    internal static WindowChanges? Current => Outgoing.Value;

    /// <summary>Takes a state's changes and writes it with them. If the write fails, the changes are put back.</summary>
    internal static async Task WriteAsync(UserState state, WindowSet windows, Func<Task> write)
    {
        WindowChanges? changes = state.TakeWindowChanges(windows);
        Outgoing.Value = changes;
        try
        {
            await write();
        }
        catch when (changes is not null)
        {
            state.RestoreWindowChanges(changes);
            throw;
        }
    }
}
