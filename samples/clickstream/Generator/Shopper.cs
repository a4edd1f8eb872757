namespace PathwayOrleans.Generator;

/// <summary>A visit of a customer: the steps from a page view to a purchase.</summary>
/// <param name="customer">The number of the customer.</param>
/// <param name="session">The number of the visit.</param>
/// <param name="steps">How many events are left.</param>
internal sealed class Shopper(int customer, int session, int steps)
{
    internal int Customer => customer;

    internal int Session => session;

    /// <summary>How many events are left.</summary>
    internal int Steps { get; set; } = steps;

    /// <summary>The product in the cart; null for an empty one.</summary>
    internal int? Cart { get; set; }
}
