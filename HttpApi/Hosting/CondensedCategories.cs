namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>The categories of the log that are condensed.</summary>
/// <param name="Summary">The category of the lines that count the entries of all categories that are only counted.</param>
/// <param name="Find">Finds how a category is condensed; null if it is not.</param>
public sealed record CondensedCategories(string Summary, Func<string, Condensation?> Find)
{
    /// <summary>No category is condensed, only entries about one user.</summary>
    internal static CondensedCategories None { get; } = new("Pathway", _ => null);
}
