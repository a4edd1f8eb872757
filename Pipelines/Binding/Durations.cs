using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Windows;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Reads intervals of fixed length.</summary>
internal static class Durations
{
    /// <summary>The length in microseconds, or null after an error.</summary>
    internal static long? Bind(string text, SourceSpan span, bool allowsZero, DiagnosticBag diagnostics)
    {
        string? error = ConstantText.Check(text, SqlType.Interval);
        long? length = null;
        if (error is null && IntervalText.TryParse(text, out PgInterval interval))
        {
            length = interval.FixedMicroseconds;
            error = length switch
            {
                null => $"'{text}' has no fixed length, because months differ. Write days or hours.",
                < 0 => $"'{text}' is negative.",
                > WindowAssigner.MaxExtent => $"'{text}' is too long; the maximum is ten years.",
                0 when !allowsZero => "The interval must be longer than 0.",
                _ => null,
            };
        }

        if (error is not null)
        {
            diagnostics.Add(span, error);
            return null;
        }

        return length;
    }
}
