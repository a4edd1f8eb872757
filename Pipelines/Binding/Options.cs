using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Checks options against those that exist.</summary>
internal static class Options
{
    /// <summary>The options by name. An unknown one, and one that is there twice, adds an error.</summary>
    /// <param name="options">The options.</param>
    /// <param name="known">The names that exist.</param>
    /// <param name="owner">What has these options, such as <c>the connector kafka</c>.</param>
    /// <param name="diagnostics">Where errors go.</param>
    internal static Dictionary<string, SqlOption> Check(
        IEnumerable<SqlOption> options, IReadOnlyCollection<string> known, string owner, DiagnosticBag diagnostics)
    {
        var byName = new Dictionary<string, SqlOption>();
        foreach (SqlOption option in options)
        {
            string name = option.Name.Text;
            if (!known.Contains(name))
            {
                string remedy = NearestName.Hint(name, known) is { Length: > 0 } hint ? hint
                    : known.Count == 0 ? " It has none." : $" It has {string.Join(", ", known)}.";
                diagnostics.Add(option.Name.Span, $"There is no option '{name}' of {owner}.{remedy}");
            }
            else if (!byName.TryAdd(name, option))
            {
                diagnostics.Add(option.Name.Span, $"The option '{name}' is there twice. Remove one.");
            }
        }

        return byName;
    }
}
