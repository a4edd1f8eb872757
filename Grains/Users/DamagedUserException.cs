namespace PathwayOrleans.Grains.Users;

/// <summary>
/// The stored state of a user cannot be read. Events of the user cannot be applied before an operator intervenes.
/// </summary>
[GenerateSerializer]
[Alias("pathway.damaged-user")]
public sealed class DamagedUserException : Exception
{
    /// <param name="userId">The user.</param>
    /// <param name="damage">Why the state cannot be read.</param>
    public DamagedUserException(string userId, string damage)
        : base($"The state of user '{userId}' cannot be read: {damage}")
    {
        UserId = userId;
        Damage = damage;
    }

    [Id(0)]
    public string UserId { get; private set; }

    /// <summary>Why the state cannot be read.</summary>
    [Id(1)]
    public string Damage { get; private set; }
}
