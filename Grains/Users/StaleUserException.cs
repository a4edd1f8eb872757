namespace PathwayOrleans.Grains.Users;

/// <summary>A user's grain has a copy that is void and is about to end; the next activation reads the row anew.</summary>
[GenerateSerializer]
[Alias("pathway.stale-user")]
public sealed class StaleUserException : Exception
{
    public StaleUserException(string message)
        : base(message)
    {
    }
}
