using System.Numerics;
using Npgsql;
using NpgsqlTypes;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.GrainRows;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Storage.Commit;

/// <summary>
/// Creates the call of <c>pathway_commit</c> (commit.sql) for a batch: arrays with one element per row. A batch with views also
/// calls the functions of these (pipelines.sql), in the same expression. A batch without views is refused if the service has a
/// pipeline.
/// </summary>
internal static class CommitCommand
{
    private const int Parameters = 48;

    private static readonly string Arguments = string.Join(',', Enumerable.Range(1, Parameters).Select(i => $"${i}"));

    internal static NpgsqlCommand Create(
        NpgsqlConnection connection, Guid writer, long number, string serviceId, CommitBatch batch, bool closesWindows)
    {
        string schema = ServiceId.Schema(serviceId);
        string commit = $"\"{schema}\".pathway_commit({Arguments})";
        var command = new NpgsqlCommand { Connection = connection };
        Add(command, NpgsqlDbType.Uuid, writer);
        Add(command, NpgsqlDbType.Bigint, number);
        Add(command, NpgsqlDbType.Text, serviceId);
        Add(command, NpgsqlDbType.Integer, UserGrainRows.TypeHash);
        Add(command, NpgsqlDbType.Text, UserGrainRows.StateName);
        AddUsers(command, batch.Users);

        // With a pipeline, "events" is written only if it is one of its views.
        AddTotals(command, batch.Views is null ? batch.Users : []);
        AddCheckpoints(command, batch.Progress);
        AddDeadLetters(command, batch.Views is null ? batch.DeadLetters : []);
        List<(string User, WindowChanges Changes)> windows =
            [.. batch.Users.Where(user => user.Windows is not null).Select(user => (user.UserId, user.Windows!))];
        AddLate(command, Flatten(windows, changes => changes.Late));
        AddGone(command, Flatten(windows, changes => changes.Gone));
        AddWindows(command, Flatten(windows, changes => changes.Rows));
        AddCheckpoints(command, batch.Steps);
        Add(command, NpgsqlDbType.Boolean, closesWindows && batch.Views is null);
        AddArray<long>(
            command, NpgsqlDbType.Bigint, [.. batch.Users.SelectMany(user => user.EndingInputs ?? []).Distinct()]);
        command.CommandText = "SELECT " + (batch.Views is { } views
            ? ViewRowsWriter.Append(command, schema, AppendLetters(command, schema, commit, batch), views, closesWindows)
            : $"\"{schema}\".pathway_check_pipeline({commit}, NULL)");
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

    private static void AddTotals(NpgsqlCommand command, List<UserWrite> users)
    {
        AddArray(command, NpgsqlDbType.Text, Column(users, user => user.UserId));
        AddArray(command, NpgsqlDbType.Bigint, Column(users, user => user.Count));
        AddArray(command, NpgsqlDbType.Double, Column(users, user => user.TotalValue));
        AddArray(command, NpgsqlDbType.Bigint, Column(users, user => user.LastEventTime));
    }

    private static void AddCheckpoints(NpgsqlCommand command, List<CheckpointWrite> checkpoints)
    {
        AddArray(command, NpgsqlDbType.Text, Column(checkpoints, c => c.Partition.Source));
        AddArray(command, NpgsqlDbType.Integer, Column(checkpoints, c => c.Partition.Partition));
        AddArray(command, NpgsqlDbType.Numeric, Column(checkpoints, c => c.Next.ToNumber()));
        AddArray(command, NpgsqlDbType.Bigint, Column(
            checkpoints, c => c.Progress.Clock.Watermark is var mark && mark == WatermarkTracker.None ? (long?)null : mark));
    }

    private static void AddLate(NpgsqlCommand command, List<(string User, LateEvent Late)> rows)
    {
        AddArray(command, NpgsqlDbType.Text, Column(rows, row => row.Late.Partition.Source));
        AddArray(command, NpgsqlDbType.Integer, Column(rows, row => row.Late.Partition.Partition));
        AddArray(command, NpgsqlDbType.Numeric, Column(rows, row => row.Late.Position.ToNumber()));
        AddArray(command, NpgsqlDbType.Text, Column(rows, row => row.Late.Windows));
        AddArray(command, NpgsqlDbType.Bytea, Column(rows, row => EventJson.Encode(row.Late.Event)));
    }

    private static void AddGone(NpgsqlCommand command, List<(string User, WindowKey Key)> rows)
    {
        AddArray(command, NpgsqlDbType.Text, Column(rows, row => row.User));
        AddArray(command, NpgsqlDbType.Text, Column(rows, row => row.Key.Name));
        AddArray(command, NpgsqlDbType.Bigint, Column(rows, row => row.Key.Start));
    }

    private static void AddWindows(NpgsqlCommand command, List<(string User, WindowRow Row)> rows)
    {
        AddArray(command, NpgsqlDbType.Text, Column(rows, row => row.User));
        AddArray(command, NpgsqlDbType.Text, Column(rows, row => row.Row.Name));
        AddArray(command, NpgsqlDbType.Bigint, Column(rows, row => row.Row.Window.Start));
        AddArray(command, NpgsqlDbType.Bigint, Column(rows, row => row.Row.Window.End));
        AddArray(command, NpgsqlDbType.Bigint, Column(rows, row => row.Row.Window.Count));
        AddArray(command, NpgsqlDbType.Double, Column(rows, row => row.Row.Window.Total));
        AddArray(command, NpgsqlDbType.Double, Column(rows, row => row.Row.Window.Min));
        AddArray(command, NpgsqlDbType.Double, Column(rows, row => row.Row.Window.Max));
        AddArray(command, NpgsqlDbType.Bigint, Column(rows, row => row.Row.Window.First));
        AddArray(command, NpgsqlDbType.Bigint, Column(rows, row => row.Row.Window.Last));
    }

    private static List<(string User, T Item)> Flatten<T>(
        List<(string User, WindowChanges Changes)> windows, Func<WindowChanges, IReadOnlyList<T>> items)
    {
        var rows = new List<(string, T)>(windows.Sum(user => items(user.Changes).Count));
        foreach ((string user, WindowChanges changes) in windows)
        {
            foreach (T item in items(changes))
            {
                rows.Add((user, item));
            }
        }

        return rows;
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
        string arguments = string.Join(',', Enumerable.Range(first, command.Parameters.Count + 1 - first).Select(i => $"${i}"));
        return $"\"{schema}\".pathway_write_letters({commit},{arguments})";
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
