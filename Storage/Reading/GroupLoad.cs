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
    private readonly Queue<(string UserId, TaskCompletionSource<StoredUser> Done)> _waiting = new();
    private bool _isRunning;

    /// <summary>A user's row as it stands now.</summary>
    /// <exception cref="OperationCanceledException">The process ends.</exception>
    public Task<StoredUser> LoadAsync(string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        var done = new TaskCompletionSource<StoredUser>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Enqueue((userId, done));
            if (!_isRunning)
            {
                _isRunning = true;
                _ = Task.Run(() => RunAsync(_abandon.Token));
            }
        }

        return done.Task;
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
            string[] ids = Array.ConvertAll(asked, ask => ask.UserId);
            try
            {
                StoredUser[] stored = await retry.RunAsync("loading users", token => states.LoadUsersAsync(ids, token), abandon);
                for (int i = 0; i < asked.Length; i++)
                {
                    asked[i].Done.TrySetResult(stored[i]);
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

    private (string UserId, TaskCompletionSource<StoredUser> Done)[] Take()
    {
        lock (_gate)
        {
            var asked = new (string, TaskCompletionSource<StoredUser>)[Math.Min(_waiting.Count, MaxUsers)];
            for (int i = 0; i < asked.Length; i++)
            {
                asked[i] = _waiting.Dequeue();
            }

            _isRunning = asked.Length > 0;
            return asked;
        }
    }
}
