using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PathwayOrleans.Configuration;

/// <summary>
/// Binds a section of the configuration to an options object. Unlike the binder of Microsoft.Extensions.Configuration, it reports
/// all errors of a section at once, each with key, value and remedy, and suggests the nearest known key.
/// </summary>
public static class SectionBinder
{
    /// <summary>
    /// Sets the properties that the section has values for. Property types are <see cref="string"/>, <see cref="bool"/>,
    /// <see cref="int"/>, enumerations, <see cref="TimeSpan"/> (<see cref="DurationText"/>), <see cref="DateTimeOffset"/>
    /// (<see cref="TimeText"/>), and dictionaries of strings or of objects with such properties.
    /// </summary>
    /// <exception cref="OptionsValidationException">A key is unknown or a value has the wrong format.</exception>
    public static void Bind(IConfigurationSection section, object options)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        BindObject(section, options, problems);
        if (problems.Count > 0)
        {
            throw new OptionsValidationException(section.Path, options.GetType(), problems);
        }
    }

    private static void BindObject(IConfigurationSection section, object options, List<string> problems)
    {
        PropertyInfo[] properties = options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (IConfigurationSection child in section.GetChildren())
        {
            PropertyInfo? property = Array.Find(
                properties, property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                problems.Add(NearestName.DescribeUnknown(
                    child.Path, child.Key, [.. properties.Select(property => property.Name)]));
            }
            else if (property.GetValue(options) is IDictionary dictionary)
            {
                BindDictionary(child, dictionary, problems);
            }
            else
            {
                BindValue(child, property, options, problems);
            }
        }
    }

    private static void BindDictionary(IConfigurationSection section, IDictionary dictionary, List<string> problems)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            problems.Add($"{section.Path} has a value; it must be a section with names, such as {section.Path}:NAME.");
            return;
        }

        Type type = dictionary.GetType().GetGenericArguments()[1];
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (type == typeof(string))
            {
                dictionary[child.Key] = child.Value ?? "";
                continue;
            }

            if (!string.IsNullOrEmpty(child.Value))
            {
                problems.Add($"{child.Path} has a value; it must be a section with keys, such as {child.Path}:KEY.");
                continue;
            }

            object entry = Activator.CreateInstance(type)!;
            BindObject(child, entry, problems);
            dictionary[child.Key] = entry;
        }
    }

    private static void BindValue(IConfigurationSection section, PropertyInfo property, object options, List<string> problems)
    {
        if (section.GetChildren().Any())
        {
            problems.Add($"{section.Path} is a section; it must be a value.");
            return;
        }

        // JSON null: the default stays.
        if (section.Value is not { } text)
        {
            return;
        }

        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (Convert(text, type, out object? value) is { } problem)
        {
            problems.Add($"{section.Path} is '{text}'; {problem}.");
        }
        else
        {
            property.SetValue(options, value);
        }
    }

    // Returns what is wrong, or null.
    private static string? Convert(string text, Type type, out object? value)
    {
        value = null;
        if (type == typeof(string))
        {
            value = text;
            return null;
        }

        if (type == typeof(bool))
        {
            value = bool.TryParse(text, out bool flag) ? flag : null;
            return value is null ? "it must be true or false" : null;
        }

        if (type == typeof(int))
        {
            value = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
                ? number
                : null;
            return value is null ? "it must be a whole number" : null;
        }

        if (type == typeof(long))
        {
            value = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                ? number
                : null;
            return value is null ? "it must be a whole number" : null;
        }

        if (type.IsEnum)
        {
            string[] names = Enum.GetNames(type);
            string? name = Array.Find(names, name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
            value = name is null ? null : Enum.Parse(type, name);
            return name is null ? $"it must be one of {string.Join(", ", names)}" : null;
        }

        if (type == typeof(TimeSpan))
        {
            string? problem = DurationText.Parse(text, out TimeSpan duration);
            value = duration;
            return problem;
        }

        if (type == typeof(DateTimeOffset))
        {
            string? problem = TimeText.Parse(text, out DateTimeOffset time);
            value = time;
            return problem;
        }

        throw new NotSupportedException($"Options have no values of type {type}.");
    }
}
