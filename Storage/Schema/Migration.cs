using System.Globalization;
using System.Reflection;

namespace PathwayOrleans.Storage.Schema;

/// <summary>One numbered SQL file of this folder.</summary>
/// <param name="Number">Its number in the order of migrations; never changes once released.</param>
/// <param name="Name">The file's name without the extension, for instance <c>0001_tables</c>.</param>
/// <param name="Sql">Its text, which is run with the service's schema as search path.</param>
internal sealed record Migration(int Number, string Name, string Sql)
{
    internal static IReadOnlyList<Migration> All { get; } = Load(typeof(Migration).Assembly).ToArray();

    private static IEnumerable<Migration> Load(Assembly assembly)
    {
        string prefix = $"{typeof(Migration).Namespace}.";
        foreach (string resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!resource.StartsWith(prefix, StringComparison.Ordinal) || !resource.EndsWith(".sql", StringComparison.Ordinal))
            {
                continue;
            }

            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            string name = resource[prefix.Length..^".sql".Length];
            yield return new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, reader.ReadToEnd());
        }
    }
}
