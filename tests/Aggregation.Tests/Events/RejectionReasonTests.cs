using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Aggregation.Tests.Events;

public class RejectionReasonTests
{
    // Reports and other programs read these from dead_letters.reason: names must not change.
    private const string Published =
        "empty oversize not_json not_an_object trailing_bytes user_id_missing user_id_not_a_string user_id_empty " +
        "user_id_too_long user_id_invalid value_missing value_not_numeric value_not_finite value_out_of_range time_missing " +
        "time_not_an_integer time_before_1970 time_after_2262 time_looks_like_seconds time_too_early not_csv";

    [Fact]
    public void Every_reason_keeps_its_published_name() =>
        Assert.Equal(
            Published.Split(' '),
            Enum.GetValues<RejectionReason>().Where(reason => reason != RejectionReason.None).Select(reason => reason.Code()));

    [Fact]
    public void An_accepted_message_has_no_reason() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RejectionReason.None.Code());
}
