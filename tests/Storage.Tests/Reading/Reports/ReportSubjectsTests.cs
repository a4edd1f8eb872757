using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Tests.Reading.Reports;

public class ReportSubjectsTests
{
    [Fact]
    public async Task Somebody_unknown_is_answered_with_the_users_next_to_it()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        var subjects = new ReportSubjects(database.Queries);
        Assert.Equal(
            "user is 'u5'; there are no users yet.",
            (await Assert.ThrowsAsync<UnknownSubjectException>(() => subjects.RequireUserAsync("u5", CancellationToken.None))).Message);
        await database.ExecuteAsync("INSERT INTO events SELECT 'u' || i, 1, 1, 1 FROM generate_series(1, 9) AS i WHERE i <> 5");
        Assert.Equal(
            "user is 'u5'; the users next to it are 'u2', 'u3', 'u4', 'u6', 'u7', 'u8'.",
            (await Assert.ThrowsAsync<UnknownSubjectException>(() => subjects.RequireUserAsync("u5", CancellationToken.None))).Message);
        await subjects.RequireUserAsync("u4", CancellationToken.None);
        await subjects.RequireUserAsync("u1", CancellationToken.None);
        await subjects.RequireUserAsync(null, CancellationToken.None);
    }

    [Fact]
    public async Task An_unknown_window_is_answered_with_those_that_are_defined_or_have_rows()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        var subjects = new ReportSubjects(database.Queries);
        Assert.Equal(
            "window is 'day'; no windows are defined yet.",
            (await Assert.ThrowsAsync<UnknownSubjectException>(() => subjects.RequireWindowAsync("day", CancellationToken.None))).Message);
        await database.DefineAsync("hour", 100);
        await database.AddWindowAsync("u", "minute", 0, 1);
        Assert.Equal(
            "window is 'day'; there are 'hour', 'minute'.",
            (await Assert.ThrowsAsync<UnknownSubjectException>(() => subjects.RequireWindowAsync("day", CancellationToken.None))).Message);
        await subjects.RequireWindowAsync("hour", CancellationToken.None);
        await subjects.RequireWindowAsync("minute", CancellationToken.None);
        await subjects.RequireWindowAsync(null, CancellationToken.None);
    }
}
