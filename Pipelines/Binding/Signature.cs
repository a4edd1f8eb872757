namespace PathwayOrleans.Pipelines.Binding;

/// <summary>An operator, a function or an aggregate for certain types.</summary>
/// <param name="Name">The operator, or the name.</param>
/// <param name="Parameters">The types of its operands or arguments.</param>
/// <param name="Result">The type of its result.</param>
internal sealed record Signature(string Name, IReadOnlyList<SqlType> Parameters, SqlType Result)
{
    public bool Equals(Signature? other) =>
        other is not null && Name == other.Name && Result == other.Result && Parameters.SequenceEqual(other.Parameters);

    public override int GetHashCode() => HashCode.Combine(Name, Parameters.Count, Result);

    public override string ToString() => $"{Name}({string.Join(", ", Parameters.Select(type => type.Name()))})";
}
