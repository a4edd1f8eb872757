using Orleans.Runtime.Placement;

namespace PathwayOrleans.Grains;

/// <summary>Moves grains to the silo that calls them.</summary>
internal static class Placement
{
    /// <summary>
    /// Migrates an activation to another silo when its calls have completed. Deactivating it is not enough: callers cache its
    /// location, and the silo that they call would activate it again at the same place.
    /// </summary>
    internal static void MoveTo(this IGrainContext activation, SiloAddress silo) =>
        activation.Migrate(new Dictionary<string, object> { [IPlacementDirector.PlacementHintKey] = silo });
}
