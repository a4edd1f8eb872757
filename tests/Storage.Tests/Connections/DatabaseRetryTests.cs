using System.Net.Sockets;
using Npgsql;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Connections;

public class DatabaseRetryTests
{
    private readonly LogCapture<DatabaseRetry> _log = new();

    public static TheoryData<Exception> Infrastructure =>
    [
        new NpgsqlException("away"), new SocketException(111), new IOException("broken pipe"), new TimeoutException("slow"),
        new PostgresException("deadlock detected", "ERROR", "ERROR", "40P01"),
        new PostgresException("disk full", "ERROR", "ERROR", "53100"),
        new PostgresException("shutdown", "FATAL", "FATAL", "57P01"),
    ];

    public static TheoryData<Exception> Bugs =>
    [
        new InvalidOperationException("bug"), new ArgumentException("bug"), new InvalidDataException("damaged"),
        .. ((string[])["22P05", "23505", "42501", "42P01", "54000"]).Select(
            state => new PostgresException("permanent", "ERROR", "ERROR", state)),
    ];

    [Theory]
    [MemberData(nameof(Infrastructure))]
    public async Task Infrastructure_errors_are_retried_until_success(Exception failure)
    {
        int attempts = 0;
        Assert.Equal(
            42,
            await Retry().RunAsync(
                "the work",
                _ => ++attempts < 5 ? Task.FromException<int>(failure) : Task.FromResult(42),
                CancellationToken.None));
        Assert.Equal(5, attempts);
        Assert.Equal(4, _log.Messages.Count);
        Assert.Contains(
            $"the work failed (attempt 1): {DatabaseErrors.Describe(failure)}", _log.Messages[0], StringComparison.Ordinal);
        Assert.Contains("(attempt 4)", _log.Messages[3], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Bugs))]
    public async Task Other_errors_are_thrown_at_once(Exception failure)
    {
        int attempts = 0;
        Exception thrown = await Assert.ThrowsAnyAsync<Exception>(() => Retry().RunAsync<int>(
            "the work",
            _ =>
            {
                attempts++;
                return Task.FromException<int>(failure);
            },
            CancellationToken.None));
        Assert.Same(failure, thrown);
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task Retry_ends_on_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        Task<int> running = Retry().RunAsync(
            "the work", _ => Task.FromException<int>(new IOException("away")), cancellation.Token);
        await Eventually.SucceedsAsync(() => _log.Messages.Count >= 2, "two attempts");
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public void A_description_has_the_cause_that_Npgsql_wraps() => Assert.Equal(
        "Exception while reading from stream (broken pipe)",
        DatabaseErrors.Describe(new NpgsqlException("Exception while reading from stream", new IOException("broken pipe"))));

    private DatabaseRetry Retry() => new(StorageProcess.OptionsFor("unused"), TimeProvider.System, _log);
}
