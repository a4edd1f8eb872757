using PathwayOrleans.Aggregation.State;

namespace PathwayOrleans.Storage.Reading;

/// <summary>A user's state that was loaded.</summary>
/// <param name="Version">The version of its row; 0 if there is no row.</param>
/// <param name="State">The state; <see cref="UserState.Unreadable"/> if the row cannot be read.</param>
/// <param name="IsStored">Whether there is a stored state. If not, the state is a new one.</param>
public sealed record LoadedUser(int Version, UserState State, bool IsStored);
