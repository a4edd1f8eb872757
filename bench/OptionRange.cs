namespace PathwayOrleans.Bench;

/// <summary>Checks options.</summary>
internal static class OptionRange
{
    /// <exception cref="ArgumentException">It is not right.</exception>
    internal static void Require(bool right, string name, object value, string range)
    {
        if (!right)
        {
            throw new ArgumentException($"{name} is {value}; {range} is right.");
        }
    }
}
