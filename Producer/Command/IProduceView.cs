namespace PathwayOrleans.Producer.Command;

/// <summary>Shows how producing goes.</summary>
public interface IProduceView
{
    /// <summary>Shows progress until the work has ended.</summary>
    /// <param name="total">Messages to come; null where nobody knows.</param>
    /// <param name="acknowledged">Messages that the broker has; may be called at any time.</param>
    /// <param name="work">The work.</param>
    Task ShowAsync(long? total, Func<long> acknowledged, Task work);
}
