using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Tests.Reading.Reports;

public class ReportSubjectsTests
{
    [Fact]
    public async Task Unknown_user_error_lists_the_nearest_user_ids()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        var subjects = new ReportSubjects(database.Queries);
        Assert.Equal(
            "user is 'u5'; there are no users yet.",
            (await Assert.ThrowsAsync<UnknownSubjectException>(() =>
                subjects.RequireUserAsync("u5", CancellationToken.None))).Message);
        await database.ExecuteAsync("INSERT INTO events SELECT 'u' || i, 1, 1, 1 FROM generate_series(1, 9) AS i WHERE i <> 5");
        Assert.Equal(
            "user is 'u5'; there is no such user; the nearest user ids are 'u2', 'u3', 'u4', 'u6', 'u7', 'u8'.",
            (await Assert.ThrowsAsync<UnknownSubjectException>(() =>
                subjects.RequireUserAsync("u5", CancellationToken.None))).Message);
        await subjects.RequireUserAsync("u4", CancellationToken.None);
        await subjects.RequireUserAsync("u1", CancellationToken.None);
        await subjects.RequireUserAsync(null, CancellationToken.None);
    }
}
