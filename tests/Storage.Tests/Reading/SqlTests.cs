using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Reading;

public class SqlTests
{
    [Fact]
    public async Task Values_in_nested_parts_become_parameters()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using var session = new DatabaseSession(StorageProcess.OptionsFor(database.Url), "pathway-test");
        const string Nasty = "'; DROP TABLE x; -- $1 {0}";
        string? absent = null;
        long? present = 5;
        Sql piece = $"{Nasty}::text || {Nasty}";
        Sql sql =
            $"SELECT {piece}, {1L}{Sql.If(present, value => $" + {value}")}{Sql.If(absent, value => $" + {value}")}{Sql.Empty}, {Sql.Text("'raw'")}, {piece}";
        for (int run = 0; run < 2; run++)
        {
            Assert.Equal(
                [(Nasty + Nasty, 6L, "raw", Nasty + Nasty)],
                await new SessionQueries(session).ReadAsync(
                    sql, row => (row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetString(3)), CancellationToken.None));
        }
    }
}
