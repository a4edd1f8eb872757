namespace PathwayOrleans.Storage.Commit;

/// <summary>Why the commit that runs has not succeeded yet.</summary>
/// <param name="Since">When its first attempt failed.</param>
/// <param name="Error">The error of the last attempt.</param>
public sealed record CommitFailure(DateTimeOffset Since, string Error);
