namespace PathwayOrleans.Producer.Commands;

/// <summary>Shows the progress of producing.</summary>
public interface IProduceView
{
    /// <summary>Shows progress until the work ends.</summary>
    /// <param name="total">The total number of messages; null if unknown.</param>
    /// <param name="acknowledged">Returns the number of acknowledged messages; may be called at any time.</param>
    /// <param name="work">The work.</param>
    Task ShowAsync(long? total, Func<long> acknowledged, Task work);
}
