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
internal sealed class UserStateReader(StateReader states, FinishedInputs finished, CommitBounds bounds)
{
    /// <summary>Loads the first states of a list, decoded by the caller.</summary>
    /// <param name="ids">The ids of the states.</param>
    /// <param name="decode">Makes a state of an id and its row.</param>
    /// <param name="inputsOf">What adds the inputs with an end that the fence of a state has entries of.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <typeparam name="T">A state.</typeparam>
    /// <returns>One entry for each of the first states, at least one. The others were left out because of the bound.</returns>
    internal async Task<T[]> LoadAsync<T>(
        IReadOnlyList<string> ids,
        Func<string, StoredUser, T> decode,
        Func<T, Action<ICollection<long>>> inputsOf,
        CancellationToken cancellationToken)
    {
        StoredUser[] stored = await states.LoadUsersAsync(ids, cancellationToken, bounds.MaxBytes);
        int left = Array.FindIndex(stored, user => user.IsLeft);
        var loaded = new T[left < 0 ? stored.Length : left];
        var inputs = new HashSet<long>();
        for (int i = 0; i < loaded.Length; i++)
        {
            loaded[i] = decode(ids[i], stored[i]);
            inputsOf(loaded[i])(inputs);
            stored[i] = default;
        }

        await LearnAsync(inputs, cancellationToken);
        return loaded;
    }

    /// <summary>Finds out which of the inputs in the fence of a state are finished.</summary>
    /// <param name="addInputs">Adds the inputs with an end that the fence has entries of.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    internal Task LearnAsync(Action<ICollection<long>> addInputs, CancellationToken cancellationToken)
    {
        var inputs = new HashSet<long>();
        addInputs(inputs);
        return LearnAsync(inputs, cancellationToken);
    }

    private async Task LearnAsync(HashSet<long> inputs, CancellationToken cancellationToken)
    {
        inputs.RemoveWhere(finished.Contains);
        if (inputs.Count > 0)
        {
            finished.Add(await states.FindFinishedAsync(inputs, cancellationToken));
        }
    }
}
