using System.Globalization;
using System.Text;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Producer.Load;

namespace PathwayOrleans.Cli.Tests;

/// <summary>A generated load as the lines of a file, and the expected result.</summary>
internal sealed class BatchFile
{
    internal const string RowsSql = """SELECT user_id, count, total_value, time FROM events ORDER BY user_id COLLATE "C" """;

    internal BatchFile(LoadOptions options)
    {
        var sequence = new EventSequence(options);
        var users = new SortedDictionary<string, UserExpectation>(StringComparer.Ordinal);
        var content = new MemoryStream();
        while (sequence.TryNext(out GeneratedMessage message))
        {
            // A message without a payload would be an empty line, which is not a record.
            content.Write(message.Value is { Length: > 0 } ? message.Value : "nonsense"u8);
            content.WriteByte((byte)'\n');
            if (message.Meaning is { Rejection: null } meaning)
            {
                string id = options.UserPrefix + meaning.User.ToString(CultureInfo.InvariantCulture);
                users.TryGetValue(id, out UserExpectation user);
                users[id] = new UserExpectation(
                    id, user.Count + 1, user.TotalValue + (meaning.Quarters / 4.0), Math.Max(user.LastTime, meaning.Time));
            }
        }

        Content = content.ToArray();
        Rows = [.. users.Values.Select(user =>
            FormattableString.Invariant($"{user.UserId}|{user.Count}|{user.TotalValue}|{user.LastTime}"))];
    }

    internal byte[] Content { get; }

    /// <summary>The expected result of <see cref="RowsSql"/>.</summary>
    internal string[] Rows { get; }

    /// <summary>The first lines of the file.</summary>
    internal byte[] First(int lines) => Encoding.UTF8.GetBytes(
        string.Concat(Encoding.UTF8.GetString(Content).Split('\n').Take(lines).Select(line => line + "\n")));
}
