using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Reading;

/// <summary>
/// Combines the reads of callers that each need one answer: requests that arrive while a statement is running are put
/// into the next one. Retries as long as the database is unavailable. Thread-safe.
/// </summary>
/// <param name="what">The operation's name in the log.</param>
/// <param name="read">
/// Answers many requests with one statement, in the order of the requests. The size of the answers is bounded: the last ones may
/// be left out, and others may be null. At least one request is answered; the others are asked with the next statement.
/// </param>
/// <param name="retry">Repeats failed attempts.</param>
/// <typeparam name="TQuestion">The request; equal requests share one answer.</typeparam>
/// <typeparam name="TAnswer">The answer.</typeparam>
public class GroupRead<TQuestion, TAnswer>(
    string what, Func<IReadOnlyList<TQuestion>, CancellationToken, Task<TAnswer?[]>> read, DatabaseRetry retry) : IDisposable
    where TQuestion : notnull
{
    private const int MaxQuestions = 20_000;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly Dictionary<TQuestion, TaskCompletionSource<TAnswer>> _waiting = [];
    private bool _isRunning;

    /// <summary>Reads the answer to a request with a statement that starts after this call.</summary>
    /// <exception cref="OperationCanceledException">The process is stopping.</exception>
    public Task<TAnswer> AskAsync(TQuestion question)
    {
        lock (_gate)
        {
            // Equal requests share an entry, so a caller that stopped waiting and asks again does not lengthen the queue.
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
            try
            {
                while (asked.Length > 0)
                {
                    TQuestion[] questions = Array.ConvertAll(asked, ask => ask.Key);
                    TAnswer?[] answers = await retry.RunAsync(what, token => read(questions, token), abandon);
                    for (int i = 0; i < answers.Length; i++)
                    {
                        if (answers[i] is { } answer)
                        {
                            asked[i].Value.TrySetResult(answer);
                        }
                    }

                    asked = [.. asked.Where(ask => !ask.Value.Task.IsCompleted)];
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
