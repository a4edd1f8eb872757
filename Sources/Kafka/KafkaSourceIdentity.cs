using System.Globalization;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>
/// Which log a topic's positions belong to. A cluster that was set up anew, or a topic that was deleted and
/// created again, counts from 0 again; with their ids in the source's name those positions are never taken for
/// the old ones.
/// </summary>
/// <param name="ClusterId">As the brokers tell it.</param>
/// <param name="Topic">The topic's name.</param>
/// <param name="TopicId">As the brokers tell it, or null where they are too old.</param>
public sealed record KafkaSourceIdentity(string ClusterId, string Topic, string? TopicId)
{
    /// <summary>What names of this topic's incarnations on this cluster begin with.</summary>
    public string TopicPrefix => string.Create(CultureInfo.InvariantCulture, $"kafka/{ClusterId}/{Topic}/");

    /// <summary>The source's name.</summary>
    public string SourceName => TopicId is null ? TopicPrefix.TrimEnd('/') : TopicPrefix + TopicId;

    /// <summary>
    /// Refuses a topic that was deleted and created again since its events were last counted, unless the
    /// operator accepted it.
    /// </summary>
    /// <param name="known">The sources of <see cref="TopicPrefix"/> that have progress.</param>
    /// <param name="acceptedTopicId"><see cref="KafkaOptions.AcceptTopicId"/>.</param>
    /// <returns>What is wrong and what to do, or null.</returns>
    public string? RecreatedSince(IReadOnlyList<string> known, string? acceptedTopicId)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (TopicId is null || known.Count == 0 || known.Contains(SourceName) || acceptedTopicId == TopicId)
        {
            return null;
        }

        return $"Topic {Topic} was deleted and created again: its id is {TopicId}, and what was counted before came from '{known[0]}'. " +
               $"To count the new topic in addition, set {KafkaOptions.Section}:{nameof(KafkaOptions.AcceptTopicId)} to {TopicId}; " +
               "to start over, run `./pathway reset --all`.";
    }
}
