namespace PathwayOrleans.Client.Shell.Editing;

/// <summary>Completes a line.</summary>
internal interface ICompleter
{
    /// <param name="text">The line up to the cursor.</param>
    Completion Complete(string text);
}
