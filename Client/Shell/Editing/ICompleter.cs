namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>Knows how a line may go on.</summary>
internal interface ICompleter
{
    /// <param name="text">The line up to the cursor.</param>
    Completion Complete(string text);
}
