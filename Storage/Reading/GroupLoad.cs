using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Reading;

/// <summary>
/// Loads the states of users for callers that each want one: whatever is asked for while a statement runs goes into
/// the next one. Tries for as long as the database is away. Any thread may call.
/// </summary>
public sealed class GroupLoad(StateReader states, DatabaseRetry retry) : IDisposable
{
    private const int MaxUsers = 20_000;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly Dictionary<string, TaskCompletionSource<StoredUser>> _waiting = new(StringComparer.Ordinal);
    private bool _isRunning;

    /// <summary>A user's row as it stands now.</summary>
    /// <exception cref="OperationCanceledException">The process ends.</exception>
    public Task<StoredUser> LoadAsync(string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        lock (_gate)
        {
            // Whoever gave up waiting and asks again adds nothing to the queue.
            if (!_waiting.TryGetValue(userId, out TaskCompletionSource<StoredUser>? done))
            {
                done = new TaskCompletionSource<StoredUser>(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add(userId, done);
            }

            if (!_isRunning)
            {
                _isRunning = true;
                _ = Task.Run(() => RunAsync(_abandon.Token));
            }

            return done.Task;
        }
    }

    public void Dispose()
    {
        _abandon.Cancel();
        _abandon.Dispose();
    }

    private async Task RunAsync(CancellationToken abandon)
    {
        while (Take() is { Length: > 0 } asked)
        {
            string[] ids = Array.ConvertAll(asked, ask => ask.Key);
            try
            {
                StoredUser[] stored = await retry.RunAsync("loading users", token => states.LoadUsersAsync(ids, token), abandon);
                for (int i = 0; i < asked.Length; i++)
                {
                    asked[i].Value.TrySetResult(stored[i]);
                }
            }
            catch (Exception e)
            {
                foreach ((_, TaskCompletionSource<StoredUser> done) in asked)
                {
                    done.TrySetException(e);
                }
            }
        }
    }

    private KeyValuePair<string, TaskCompletionSource<StoredUser>>[] Take()
    {
        lock (_gate)
        {
            KeyValuePair<string, TaskCompletionSource<StoredUser>>[] asked = [.. _waiting.Take(MaxUsers)];
            foreach ((string userId, _) in asked)
            {
                _waiting.Remove(userId);
            }

            _isRunning = asked.Length > 0;
            return asked;
        }
    }
}
