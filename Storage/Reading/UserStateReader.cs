using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Storage.Reading;

/// <summary>
/// Loads and decodes the states of many users with one statement, up to a number of bytes, and finds out which of the inputs in
/// their fences are finished. Does not retry.
/// </summary>
/// <param name="states">Reads the rows.</param>
/// <param name="finished">The inputs that are known to be finished; more are added.</param>
/// <param name="bounds">The bound of a load is that of a commit.</param>
public sealed class UserStateReader(StateReader states, FinishedInputs finished, CommitBounds bounds)
{
    /// <summary>Loads the first users of a list.</summary>
    /// <returns>One entry for each of the first users, at least one. The others were left out because of the bound.</returns>
    public async Task<LoadedUser[]> LoadAsync(IReadOnlyList<string> userIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(userIds);
        StoredUser[] stored = await states.LoadUsersAsync(userIds, cancellationToken, bounds.MaxBytes);
        int left = Array.FindIndex(stored, user => user.IsLeft);
        var loaded = new LoadedUser[left < 0 ? stored.Length : left];
        for (int i = 0; i < loaded.Length; i++)
        {
            loaded[i] = Decode(userIds[i], stored[i]);
            stored[i] = default;
        }

        await LearnAsync(loaded.Select(user => user.State), cancellationToken);
        return loaded;
    }

    /// <summary>Finds out which of the inputs in the fences of states are finished.</summary>
    public async Task LearnAsync(IEnumerable<UserState> loaded, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        var inputs = new HashSet<long>();
        foreach (UserState state in loaded)
        {
            state.AddEndingInputsTo(inputs);
        }

        inputs.RemoveWhere(finished.Contains);
        if (inputs.Count > 0)
        {
            finished.Add(await states.FindFinishedAsync(inputs, cancellationToken));
        }
    }

    private static LoadedUser Decode(string userId, in StoredUser stored) => stored.Payload is { } payload
        ? new LoadedUser(stored.Version, UserStateCodec.DecodeStored(payload, userId), IsStored: true)
        : new LoadedUser(stored.Version, new UserState(userId), IsStored: false);
}
