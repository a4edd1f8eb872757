using System.Globalization;

namespace PathwayOrleans.Storage.Schema;

/// <summary>One numbered SQL file of this folder, which is applied once.</summary>
/// <param name="Number">Its number in the order of migrations; never changes once released.</param>
/// <param name="Name">The file's name without the extension, for instance <c>0001_tables</c>.</param>
/// <param name="Sql">Its text, which is run with the service's schema as search path.</param>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>All of them, in order.</summary>
    internal static IReadOnlyList<Migration> All { get; } =
    [
        .. from script in EmbeddedScripts.All
           where EmbeddedScripts.IsNumbered(script.Name)
           select new Migration(
               int.Parse(script.Name.AsSpan(0, 4), CultureInfo.InvariantCulture), script.Name, script.Sql),
    ];
}
