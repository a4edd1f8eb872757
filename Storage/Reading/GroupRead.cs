using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Reading;

/// <summary>
/// Reads for callers that each want one answer: whatever is asked for while a statement runs goes into the next one.
/// Tries for as long as the database is away. Any thread may call.
/// </summary>
/// <param name="what">What is read, for the log.</param>
/// <param name="read">Answers many questions, in their order.</param>
/// <param name="retry">How often failed attempts are repeated.</param>
/// <typeparam name="TQuestion">Equal questions have one answer.</typeparam>
/// <typeparam name="TAnswer">The answer.</typeparam>
public class GroupRead<TQuestion, TAnswer>(
    string what, Func<IReadOnlyList<TQuestion>, CancellationToken, Task<TAnswer[]>> read, DatabaseRetry retry) : IDisposable
    where TQuestion : notnull
{
    private const int MaxQuestions = 20_000;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly Dictionary<TQuestion, TaskCompletionSource<TAnswer>> _waiting = [];
    private bool _isRunning;

    /// <summary>The answer to a question, as things stand now.</summary>
    /// <exception cref="OperationCanceledException">The process ends.</exception>
    public Task<TAnswer> AskAsync(TQuestion question)
    {
        lock (_gate)
        {
            // Whoever gave up waiting and asks again adds nothing to the queue.
            if (!_waiting.TryGetValue(question, out TaskCompletionSource<TAnswer>? done))
            {
                done = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add(question, done);
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
        GC.SuppressFinalize(this);
    }

    private async Task RunAsync(CancellationToken abandon)
    {
        while (Take() is { Length: > 0 } asked)
        {
            TQuestion[] questions = Array.ConvertAll(asked, ask => ask.Key);
            try
            {
                TAnswer[] answers = await retry.RunAsync(what, token => read(questions, token), abandon);
                for (int i = 0; i < asked.Length; i++)
                {
                    asked[i].Value.TrySetResult(answers[i]);
                }
            }
            catch (Exception e)
            {
                foreach ((_, TaskCompletionSource<TAnswer> done) in asked)
                {
                    done.TrySetException(e);
                }
            }
        }
    }

    private KeyValuePair<TQuestion, TaskCompletionSource<TAnswer>>[] Take()
    {
        lock (_gate)
        {
            KeyValuePair<TQuestion, TaskCompletionSource<TAnswer>>[] asked = [.. _waiting.Take(MaxQuestions)];
            foreach ((TQuestion question, _) in asked)
            {
                _waiting.Remove(question);
            }

            _isRunning = asked.Length > 0;
            return asked;
        }
    }
}
