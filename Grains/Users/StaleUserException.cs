namespace PathwayOrleans.Grains.Users;

/// <summary>The state of a user's grain is stale. The grain is being deactivated; its next activation reads the row.</summary>
[GenerateSerializer]
[Alias("pathway.stale-user")]
public sealed class StaleUserException : Exception
{
    public StaleUserException(string message)
        : base(message)
    {
    }
}
