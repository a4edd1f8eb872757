using System.Numerics;
using Npgsql;
using NpgsqlTypes;
using PathwayOrleans.Storage.GrainRows;

namespace PathwayOrleans.Storage.Commit;

/// <summary>Turns a batch into the call of <c>pathway_commit</c> (0002_commit.sql): arrays, one element a row.</summary>
internal static class CommitCommand
{
    private const string Sql =
        "SELECT pathway_commit($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24)";

    internal static NpgsqlCommand Create(NpgsqlConnection connection, Guid writer, long number, string serviceId, CommitBatch batch)
    {
        var command = new NpgsqlCommand(Sql, connection);
        Add(command, NpgsqlDbType.Uuid, writer);
        Add(command, NpgsqlDbType.Bigint, number);
        Add(command, NpgsqlDbType.Text, serviceId);
        Add(command, NpgsqlDbType.Integer, UserGrainRows.TypeHash);
        Add(command, NpgsqlDbType.Text, UserGrainRows.StateName);
        AddUsers(command, batch.Users);
        AddProgress(command, batch.Progress);
        AddDeadLetters(command, batch.DeadLetters);
        return command;
    }

    private static void AddUsers(NpgsqlCommand command, List<UserWrite> users)
    {
        GrainRowKey[] keys = Column(users, user => GrainRowKey.FromUserId(user.UserId));
        AddArray(command, NpgsqlDbType.Integer, Array.ConvertAll(keys, key => key.Hash));
        AddArray(command, NpgsqlDbType.Bigint, Array.ConvertAll(keys, key => key.N0));
        AddArray(command, NpgsqlDbType.Bigint, Array.ConvertAll(keys, key => key.N1));
        AddArray(command, NpgsqlDbType.Text, Array.ConvertAll(keys, key => key.Extension));
        AddArray(command, NpgsqlDbType.Integer, Column(users, user => user.Version));
        AddArray(command, NpgsqlDbType.Bytea, Column(users, user => user.Payload));
        AddArray(command, NpgsqlDbType.Text, Column(users, user => user.UserId));
        AddArray(command, NpgsqlDbType.Bigint, Column(users, user => user.Count));
        AddArray(command, NpgsqlDbType.Double, Column(users, user => user.TotalValue));
        AddArray(command, NpgsqlDbType.Bigint, Column(users, user => user.LastEventTime));
    }

    private static void AddProgress(NpgsqlCommand command, List<ProgressWrite> progress)
    {
        AddArray(command, NpgsqlDbType.Text, Column(progress, p => p.Partition.Source));
        AddArray(command, NpgsqlDbType.Integer, Column(progress, p => p.Partition.Partition));
        AddArray(command, NpgsqlDbType.Numeric, Column(progress, p => p.Next.ToNumber()));
        AddArray(command, NpgsqlDbType.Bigint, new long?[progress.Count]);
    }

    private static void AddDeadLetters(NpgsqlCommand command, List<DeadLetter> letters)
    {
        AddArray(command, NpgsqlDbType.Text, Column(letters, letter => letter.Partition.Source));
        AddArray(command, NpgsqlDbType.Integer, Column(letters, letter => letter.Partition.Partition));
        AddArray<BigInteger>(command, NpgsqlDbType.Numeric, Column(letters, letter => letter.Position.ToNumber()));
        AddArray(command, NpgsqlDbType.Text, Column(letters, letter => letter.Reason));
        AddArray(command, NpgsqlDbType.Bytea, Column(letters, letter => letter.Raw));
    }

    private static TColumn[] Column<TRow, TColumn>(List<TRow> rows, Func<TRow, TColumn> column)
    {
        var values = new TColumn[rows.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = column(rows[i]);
        }

        return values;
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, T value) =>
        command.Parameters.Add(new NpgsqlParameter<T> { NpgsqlDbType = type, TypedValue = value });

    private static void AddArray<T>(NpgsqlCommand command, NpgsqlDbType elementType, T[] values) =>
        Add(command, NpgsqlDbType.Array | elementType, values);
}
