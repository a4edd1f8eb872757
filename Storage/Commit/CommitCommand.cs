using System.Numerics;
using Npgsql;
using NpgsqlTypes;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.GrainRows;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Storage.Commit;

/// <summary>
/// Creates the call of <c>pathway_commit</c> (commit.sql) for a batch, and of the functions of its views and letters
/// (pipelines.sql), in one expression. Arrays have one element per row.
/// </summary>
internal static class CommitCommand
{
    internal static NpgsqlCommand Create(
        NpgsqlConnection connection, Guid writer, long number, string serviceId, CommitBatch batch, bool closesWindows)
    {
        string schema = ServiceId.Schema(serviceId);
        var command = new NpgsqlCommand { Connection = connection };
        Add(command, NpgsqlDbType.Uuid, writer);
        Add(command, NpgsqlDbType.Bigint, number);
        Add(command, NpgsqlDbType.Text, serviceId);
        Add(command, NpgsqlDbType.Integer, UserGrainRows.TypeHash);
        Add(command, NpgsqlDbType.Text, UserGrainRows.StateName);
        AddUsers(command, batch.Users);
        AddCheckpoints(command, batch.Progress);
        AddCheckpoints(command, batch.Steps);
        AddArray<long>(
            command, NpgsqlDbType.Bigint, [.. batch.Users.SelectMany(user => user.EndingInputs ?? []).Distinct()]);
        string commit = $"\"{schema}\".pathway_commit({Parameters(1, command.Parameters.Count)})";
        string written = AppendLetters(command, schema, commit, batch);
        command.CommandText = "SELECT " + (batch.Views is { } views
            ? ViewRowsWriter.Append(command, schema, written, views, closesWindows)
            : $"\"{schema}\".pathway_end_commit({written}, {(closesWindows ? "true" : "false")})");
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
    }

    private static void AddCheckpoints(NpgsqlCommand command, List<CheckpointWrite> checkpoints)
    {
        AddArray(command, NpgsqlDbType.Text, Column(checkpoints, c => c.Partition.Source));
        AddArray(command, NpgsqlDbType.Integer, Column(checkpoints, c => c.Partition.Partition));
        AddArray(command, NpgsqlDbType.Numeric, Column(checkpoints, c => c.Next.ToNumber()));
        AddArray(command, NpgsqlDbType.Bigint, Column(
            checkpoints, c => c.Progress.Clock.Watermark is var mark && mark == WatermarkTracker.None ? (long?)null : mark));
    }

    private static void AddDeadLetters(NpgsqlCommand command, List<DeadLetter> letters)
    {
        AddArray(command, NpgsqlDbType.Text, Column(letters, letter => letter.Partition.Source));
        AddArray(command, NpgsqlDbType.Integer, Column(letters, letter => letter.Partition.Partition));
        AddArray<BigInteger>(command, NpgsqlDbType.Numeric, Column(letters, letter => letter.Position.ToNumber()));
        AddArray(command, NpgsqlDbType.Text, Column(letters, letter => letter.Reason));
        AddArray(command, NpgsqlDbType.Bytea, Column(letters, letter => letter.Raw));
    }

    private static string AppendLetters(NpgsqlCommand command, string schema, string commit, CommitBatch batch)
    {
        List<LateRecord> late = [.. batch.Users.SelectMany(user => user.Changes?.Late ?? [])];
        List<DeadLetter> letters =
        [
            .. batch.DeadLetters,
            .. late.Select(record => new DeadLetter(record.Partition, record.Position, DeadLetter.Late, record.Record)
            {
                Detail = record.Detail,
            }),
        ];
        if (letters.Count == 0)
        {
            return commit;
        }

        int first = command.Parameters.Count + 1;
        AddDeadLetters(command, letters);
        AddArray(command, NpgsqlDbType.Text, Column(letters, letter => letter.Detail));
        AddArray<string?>(
            command,
            NpgsqlDbType.Text,
            [.. Enumerable.Repeat<string?>(null, batch.DeadLetters.Count), .. late.Select(record => record.Views)]);
        return $"\"{schema}\".pathway_write_letters({commit},{Parameters(first, command.Parameters.Count)})";
    }

    private static string Parameters(int first, int last) =>
        string.Join(',', Enumerable.Range(first, last + 1 - first).Select(i => $"${i}"));

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
