using System.Globalization;
using System.Reflection;

namespace PathwayOrleans.Docs.Tests;

/// <summary>A configuration key of the product.</summary>
/// <param name="Name">The whole key; a name that the operator chooses is in capitals.</param>
/// <param name="Type">The type, as named on the page.</param>
/// <param name="Default">The default as it would be written; null if there is none.</param>
internal sealed record ConfigurationKey(string Name, string Type, string? Default)
{
    private const string SectionField = "Section";

    /// <summary>The keys of every public class of the product that has a constant with its configuration section.</summary>
    internal static IEnumerable<ConfigurationKey> OfOptionsClasses() =>
        from file in Directory.EnumerateFiles(AppContext.BaseDirectory, "PathwayOrleans.*.dll")
        let assembly = Path.GetFileNameWithoutExtension(file)
        where !assembly.Contains(".Tests", StringComparison.Ordinal) && !assembly.EndsWith(".Testing", StringComparison.Ordinal)
        from type in Assembly.Load(assembly).GetExportedTypes()
        let section = type.GetField(SectionField, BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
        where section?.StartsWith("Pathway:", StringComparison.Ordinal) == true
        from key in Of(section, type)
        select key;

    private static IEnumerable<ConfigurationKey> Of(string section, Type options)
    {
        object instance = Activator.CreateInstance(options)!;
        foreach (PropertyInfo property in options.GetProperties())
        {
            string name = $"{section}:{property.Name}";
            Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
            {
                Type value = type.GetGenericArguments()[1];
                foreach (ConfigurationKey key in value == typeof(string)
                    ? [new ConfigurationKey($"{name}:PROPERTY", "text", null)]
                    : Of($"{name}:NAME", value))
                {
                    yield return key;
                }
            }
            else if (name != "Pathway:Database:ServiceId")
            {
                // That one is configured as Pathway:ServiceId.
                yield return new ConfigurationKey(name, NameOf(type), Written(property.GetValue(instance)));
            }
        }
    }

    private static string NameOf(Type type) =>
        type == typeof(string) ? "text"
        : type == typeof(int) || type == typeof(long) ? "integer"
        : type == typeof(bool) ? "boolean"
        : type == typeof(TimeSpan) ? "time span"
        : type == typeof(DateTimeOffset) ? "date and time"
        : type.IsEnum ? "name"
        : throw new NotSupportedException($"docs/configuration.md has no word for {type}; add one here.");

    private static string? Written(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        TimeSpan time => time.ToString(time.Milliseconds == 0 ? "c" : @"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
