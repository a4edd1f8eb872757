using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PathwayOrleans.Storage.Schema;

/// <summary>
/// An SQL file of this folder without a number: functions and views, which are replaced when its text has changed. Its first line
/// is <c>-- revision N</c>. The revision is raised with every change of the text: a process of an earlier build that starts
/// during an upgrade does not put its own text back.
/// </summary>
/// <param name="Name">The file's name without the extension.</param>
/// <param name="Revision">The revision of its text.</param>
/// <param name="Sql">Its text, which is run with the service's schema as search path.</param>
internal sealed record RepeatableScript(string Name, int Revision, string Sql)
{
    private const string FirstLine = "-- revision ";

    /// <summary>All of them, in the order in which they are applied: that of their names.</summary>
    internal static IReadOnlyList<RepeatableScript> All { get; } =
    [
        .. from script in EmbeddedScripts.All
           where !EmbeddedScripts.IsNumbered(script.Name)
           select Read(script.Name, script.Sql),
    ];

    /// <summary>The SHA-256 of the text in hexadecimal digits. Line ends do not matter.</summary>
    internal string Hash { get; } = Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>Whether the script is applied where the given revision of it is.</summary>
    internal bool Replaces(int revision, string hash) => Revision > revision || (Revision == revision && Hash != hash);

    private static RepeatableScript Read(string name, string sql)
    {
        string line = sql.Split('\n', 2)[0].TrimEnd();
        return line.StartsWith(FirstLine, StringComparison.Ordinal)
            && int.TryParse(line.AsSpan(FirstLine.Length), CultureInfo.InvariantCulture, out int revision)
            ? new RepeatableScript(name, revision, sql)
            : throw new InvalidOperationException($"The first line of {name}.sql must be '{FirstLine}N'.");
    }
}
