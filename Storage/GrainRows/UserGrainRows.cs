namespace PathwayOrleans.Storage.GrainRows;

/// <summary>The column values that all user rows of <c>orleansstorage</c> share.</summary>
public static class UserGrainRows
{
    /// <summary>The state's name in <c>[PersistentState]</c>, which Orleans writes to <c>graintypestring</c>.</summary>
    public const string StateName = "user";

    /// <summary><c>graintypehash</c> of <see cref="StateName"/>.</summary>
    public static int TypeHash { get; } = GrainRowKey.HashType(StateName);
}
