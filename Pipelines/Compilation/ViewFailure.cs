namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>A column of a row that has no value and is NULL, such as a quotient by a count of 0.</summary>
/// <param name="Place">The view and its column or aggregate.</param>
/// <param name="Message">Why, with the values of this row.</param>
internal readonly record struct ViewFailure(string Place, string Message)
{
    public override string ToString() => $"{Place}: {Message}";
}
