using Orleans.Runtime.Placement;

namespace PathwayOrleans.Grains;

/// <summary>Moves grains to where they are called from.</summary>
internal static class Placement
{
    /// <summary>
    /// Has an activation go on on another silo once its calls are done. To deactivate it would not do: callers remember
    /// where it was, and a silo that is called for a grain makes it where it is called.
    /// </summary>
    internal static void MoveTo(this IGrainContext activation, SiloAddress silo) =>
        activation.Migrate(new Dictionary<string, object> { [IPlacementDirector.PlacementHintKey] = silo });
}
