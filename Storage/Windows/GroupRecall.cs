using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Storage.Windows;

/// <summary>Fetches windows that users' states have let go of, for callers that each want one user's.</summary>
public sealed class GroupRecall(WindowRecallReader recalls, DatabaseRetry retry)
    : GroupRead<(string UserId, WindowRecall Recall), IReadOnlyList<WindowAggregate>>("recalling windows", recalls.ReadAsync, retry);
