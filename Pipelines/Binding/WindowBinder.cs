using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;
using PathwayOrleans.Pipelines.Windows;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Binds the window function of a view. Every method returns null after an error, which it has added.</summary>
internal sealed class WindowBinder(SourceDefinition source, IReadOnlySet<string> damagedColumns, DiagnosticBag diagnostics)
{
    private const string TimeZone = "time_zone";

    private static readonly Dictionary<string, WindowForm> Forms = new()
    {
        ["tumble"] = new WindowForm(WindowKind.Tumble, ["size", "offset"], 1, "TUMBLE(source, time, size [, offset])"),
        ["hop"] = new WindowForm(WindowKind.Hop, ["hop", "size", "offset"], 2, "HOP(source, time, hop, size [, offset])"),
        ["cumulate"] = new WindowForm(
            WindowKind.Cumulate, ["step", "size", "offset"], 2, "CUMULATE(source, time, step, size [, offset])"),
        ["session"] = new WindowForm(WindowKind.Session, ["gap"], 1, "SESSION(source, time, gap)"),
    };

    internal WindowDefinition? Bind(FromClause from)
    {
        if (!Forms.TryGetValue(from.Name.Text, out WindowForm? form))
        {
            IEnumerable<string> known = Forms.Keys.Select(name => name.ToUpperInvariant());
            string remedy = NearestName.Hint(from.Name.Text.ToUpperInvariant(), known) is { Length: > 0 } hint
                ? hint
                : " There are TUMBLE, HOP, CUMULATE and SESSION.";
            return diagnostics.Fail<WindowDefinition>(from.Name.Span, $"There is no window function '{from.Name.Text}'.{remedy}");
        }

        WindowArgument[] positional = [.. from.Arguments!.Where(argument => argument.Name is null)];
        WindowArgument[] named = [.. from.Arguments!.Where(argument => argument.Name is not null)];
        if (positional.Length < form.Required + 2 || positional.Length > form.Parameters.Length + 2)
        {
            return diagnostics.Fail<WindowDefinition>(from.Name.Span, $"The arguments are {form.Usage}.");
        }

        bool isSource = CheckSource(positional[0].Value);
        SourceColumn? time = BindTime(positional[1].Value);
        bool isNamedRight = BindTimeZone(named, form.Kind, out string? zone);
        PgInterval?[] intervals = [.. positional[2..].Select(argument => BindInterval(argument.Value))];
        return !isSource || time is null || !isNamedRight || Array.Exists(intervals, interval => interval is null)
            ? null
            : Create(form, time, [.. intervals.Select(interval => interval!.Value)], zone, [.. positional[2..].Select(
                argument => argument.Value.Span)]);
    }

    private bool CheckSource(SqlExpression argument)
    {
        if (argument is ColumnExpression { Qualifier: null } name && name.Name.Text == source.Name)
        {
            return true;
        }

        string hint = argument is ColumnExpression other ? NearestName.Hint(other.Name.Text, [source.Name]) : "";
        diagnostics.Add(argument.Span, $"The first argument of a window is the source '{source.Name}'.{hint}");
        return false;
    }

    // The watermark decides when a window is complete, so a window of another time would never close rightly.
    private SourceColumn? BindTime(SqlExpression argument)
    {
        if (argument is not ColumnExpression column)
        {
            return diagnostics.Fail<SourceColumn>(
                argument.Span, "The time of a window is a column. Declare a computed column for an expression.");
        }

        var scope = new SourceScope(source.Name, source.Columns, damagedColumns, "a window", diagnostics);
        if (scope.Find(column) is not { } found)
        {
            return null;
        }

        bool isEventTime = source.Watermark is { } watermark
            ? found == watermark.Column
            : found.Origin is BrokerOrigin { Field: BrokerField.Timestamp };
        return isEventTime ? found : diagnostics.Fail<SourceColumn>(
            argument.Span,
            source.Watermark is { } other
                ? $"The event time of the source is '{other.Column.Name}'. Use it here, or declare WATERMARK FOR {found.Name}."
                : $"The source has no event time of its own. Declare WATERMARK FOR {found.Name} AS {found.Name} - " +
                    "INTERVAL '5 seconds' in it.");
    }

    private bool BindTimeZone(WindowArgument[] named, WindowKind kind, out string? zone)
    {
        zone = null;
        foreach (WindowArgument argument in named)
        {
            string name = argument.Name!.Text;
            if (name != TimeZone || zone is not null)
            {
                diagnostics.Add(argument.Name.Span, zone is not null && name == TimeZone
                    ? "The time zone is there twice. Remove one."
                    : $"There is no argument '{name}'.{NearestName.Hint(name, [TimeZone])}");
                return false;
            }

            if (kind != WindowKind.Tumble)
            {
                diagnostics.Add(argument.Name.Span, "Only TUMBLE takes a time zone. Leave it out.");
                return false;
            }

            if (argument.Value is not StringLiteral text)
            {
                diagnostics.Add(argument.Value.Span, "Write the time zone as a text, such as 'Europe/Berlin'.");
                return false;
            }

            if (!TimeZoneInfo.TryFindSystemTimeZoneById(text.Value, out _))
            {
                IEnumerable<string> zones = TimeZoneInfo.GetSystemTimeZones().Select(known => known.Id);
                diagnostics.Add(text.Span, $"There is no time zone '{text.Value}'.{NearestName.Hint(text.Value, zones)}");
                return false;
            }

            zone = text.Value;
        }

        return true;
    }

    private PgInterval? BindInterval(SqlExpression argument)
    {
        string? text = argument switch
        {
            CastExpression { Operand: StringLiteral literal, Type.Text: "interval" } => literal.Value,
            StringLiteral literal => literal.Value,
            _ => null,
        };
        string? error = text is null
            ? "Write an interval, such as INTERVAL '1 hour'."
            : ConstantText.Check(text, SqlType.Interval);
        if (error is not null)
        {
            diagnostics.Add(argument.Span, error);
            return null;
        }

        return IntervalText.TryParse(text!, out PgInterval interval) ? interval : null;
    }

    private WindowDefinition? Create(
        WindowForm form, SourceColumn time, PgInterval[] intervals, string? zone, SourceSpan[] places)
    {
        PgInterval Of(string name) =>
            Array.IndexOf(form.Parameters, name) is var i and >= 0 && i < intervals.Length ? intervals[i] : default;
        SourceSpan PlaceOf(string name) => places[Array.IndexOf(form.Parameters, name)];

        string sizeName = form.Kind == WindowKind.Session ? "gap" : "size";
        PgInterval size = Of(sizeName);
        PgInterval offset = Of("offset");
        string? stepName = form.Kind switch { WindowKind.Hop => "hop", WindowKind.Cumulate => "step", _ => null };
        if (zone is not null)
        {
            return CheckCalendar(size, PlaceOf(sizeName)) && (offset == default || Fail(PlaceOf("offset"),
                    "Windows of a calendar have no offset. Leave it or the time zone out."))
                ? new WindowDefinition(form.Kind, time, size, null, offset, zone)
                : null;
        }

        for (int i = 0; i < intervals.Length; i++)
        {
            string name = form.Parameters[i];
            bool isValid = intervals[i].FixedMicroseconds is { } length
                ? CheckLength(name, length, places[i])
                : Fail(places[i], form.Kind == WindowKind.Tumble && name == "size"
                    ? "Months differ in length. Name the calendar, such as time_zone => 'Europe/Berlin'."
                    : $"The {name} must have a fixed length. Write days or hours.");
            if (!isValid)
            {
                return null;
            }
        }

        return stepName is null || CheckStep(form.Kind, stepName, Of(stepName), size, PlaceOf(stepName))
            ? new WindowDefinition(form.Kind, time, size, stepName is null ? null : Of(stepName), offset, null)
            : null;
    }

    private bool CheckLength(string name, long length, SourceSpan place) =>
        (name == "offset" || length > 0 || Fail(place, $"The {name} must be longer than 0."))
        && (length is >= -WindowAssigner.MaxExtent and <= WindowAssigner.MaxExtent
            || Fail(place, $"The {name} is at most ten years."));

    private bool CheckStep(WindowKind kind, string name, PgInterval step, PgInterval size, SourceSpan place)
    {
        long stepLength = step.FixedMicroseconds ?? 0;
        long sizeLength = size.FixedMicroseconds ?? 0;
        return (kind != WindowKind.Cumulate || stepLength <= sizeLength
                || Fail(place, $"The {name} must not be longer than the size."))
            && (kind != WindowKind.Cumulate || sizeLength % stepLength == 0
                || Fail(place, "The size must be a multiple of the step."))
            && (((sizeLength + stepLength - 1) / stepLength) <= WindowAssigner.MaxOverlap || Fail(
                place, $"An event would be in more than {WindowAssigner.MaxOverlap} windows. Write a longer {name}."));
    }

    private bool CheckCalendar(PgInterval size, SourceSpan place) =>
        (size.Microseconds == 0 && size is { Months: > 0, Days: 0 } or { Months: 0, Days: > 0 })
            ? (size.Months <= 120 && size.Days <= 3_653) || Fail(place, "The size is at most ten years.")
            : Fail(
                place,
                "With a time zone, the size is whole days, weeks or months. Write days or months, or leave the zone out.");

    private bool Fail(SourceSpan place, string message)
    {
        diagnostics.Add(place, message);
        return false;
    }

    /// <summary>What a window function takes.</summary>
    /// <param name="Kind">The kind of its windows.</param>
    /// <param name="Parameters">Its intervals, after source and time.</param>
    /// <param name="Required">How many of these are required.</param>
    /// <param name="Usage">How it is written.</param>
    private sealed record WindowForm(WindowKind Kind, string[] Parameters, int Required, string Usage);
}
