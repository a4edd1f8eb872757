using Npgsql;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>Reads rows of <c>events</c>: user_id, count, total_value, time.</summary>
internal static class UserRow
{
    internal static UserTotals Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetInt64(1), row.GetDouble(2), row.GetInt64(3));
}
