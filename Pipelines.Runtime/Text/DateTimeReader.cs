using PathwayOrleans.Pipelines.Runtime.Times;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Text;

/// <summary>The parts of a date with an optional time and offset.</summary>
/// <param name="Days">Days since 2000-01-01.</param>
/// <param name="TimeOfDay">Microseconds since midnight; up to a day and a second.</param>
/// <param name="OffsetSeconds">Seconds east of UTC; 0 without an offset.</param>
/// <param name="HasTime">Whether there is a time.</param>
/// <param name="HasOffset">Whether there is an offset, <c>Z</c> or <c>UTC</c>.</param>
internal readonly record struct DateTimeParts(long Days, long TimeOfDay, int OffsetSeconds, bool HasTime, bool HasOffset);

/// <summary>
/// Reads dates and times in ISO 8601's extended form: <c>2024-02-29[T| ]13:14[:15[.123456]][Z|UTC|±HH[[:]MM[:SS]]] [BC]</c>. Of
/// the forms that Postgres accepts, those with names of months or zones, slashes, or without separators are errors.
/// </summary>
internal ref struct DateTimeReader
{
    private const string InvalidFormat = "22007";
    private const string FieldOverflow = "22008";

    private readonly ReadOnlySpan<char> _text;
    private readonly string _type;
    private ReadOnlySpan<char> _rest;

    internal DateTimeReader(ReadOnlySpan<char> text, string type)
    {
        _text = text;
        _type = type;
        _rest = TextScanner.Trim(text);
    }

    internal DateTimeParts Read()
    {
        bool isBeforeChrist = TakeSuffix("BC");
        if (!isBeforeChrist)
        {
            TakeSuffix("AD");
        }

        long days = ReadDate(isBeforeChrist);
        long time = 0;
        int offset = 0;
        bool hasTime = false;
        bool hasOffset = false;
        if (!_rest.IsEmpty)
        {
            if (_rest[0] is not ('T' or 't' or ' '))
            {
                throw Syntax();
            }

            _rest = _rest[0] == ' ' ? _rest.TrimStart(' ') : _rest[1..];
            time = ReadTime();
            hasTime = true;
            _rest = _rest.TrimStart(' ');
            if (!_rest.IsEmpty)
            {
                offset = ReadOffset();
                hasOffset = true;
            }
        }

        return new DateTimeParts(days, time, offset, hasTime, hasOffset);
    }

    private long ReadDate(bool isBeforeChrist)
    {
        ReadOnlySpan<char> yearDigits = TextScanner.TakeDigits(ref _rest);
        int month = 0;
        int day = 0;

        // Postgres takes fewer digits for a day or a month.
        if (yearDigits.Length is < 3 or > 7
            || !TextScanner.Take(ref _rest, '-') || !TryTwoDigits(out month)
            || !TextScanner.Take(ref _rest, '-') || !TryTwoDigits(out day))
        {
            throw Syntax();
        }

        TextScanner.TryNumber(yearDigits, out int year);
        if (year == 0 || month is < 1 or > 12 || day < 1)
        {
            throw Overflow();
        }

        int calendarYear = isBeforeChrist ? 1 - year : year;
        return day <= Calendar.DaysInMonth(calendarYear, month) ? Calendar.ToDays(calendarYear, month, day) : throw Overflow();
    }

    private long ReadTime()
    {
        int minute = 0;
        int second = 0;
        if (!TryTwoDigits(out int hour) || !TextScanner.Take(ref _rest, ':') || !TryTwoDigits(out minute))
        {
            throw Syntax();
        }

        long microseconds = 0;
        if (TextScanner.Take(ref _rest, ':'))
        {
            if (!TryTwoDigits(out second))
            {
                throw Syntax();
            }

            if (TextScanner.Take(ref _rest, '.'))
            {
                double fraction = TextScanner.Fraction(TextScanner.TakeDigits(ref _rest));
                microseconds = (long)Math.Round(fraction * 1_000_000, MidpointRounding.ToEven);
            }
        }

        if (hour > 24 || minute > 59 || second > 60 || (hour == 24 && (minute > 0 || second > 0 || microseconds > 0)))
        {
            throw Overflow();
        }

        return ((((hour * 60L) + minute) * 60) + second) * Timestamptz.MicrosecondsPerSecond + microseconds;
    }

    private int ReadOffset()
    {
        if (_rest is "Z" or "z" || _rest.Equals("UTC", StringComparison.OrdinalIgnoreCase))
        {
            _rest = default;
            return 0;
        }

        if (_rest[0] is not ('+' or '-'))
        {
            throw Syntax();
        }

        bool isNegative = TextScanner.TakeSign(ref _rest);
        ReadOnlySpan<char> digits = TextScanner.TakeDigits(ref _rest);
        int minute = 0;
        int second = 0;
        if (digits.Length is not (1 or 2 or 4) || !TextScanner.TryNumber(digits, out int hour))
        {
            throw Syntax();
        }

        if (digits.Length == 4)
        {
            (hour, minute) = (hour / 100, hour % 100);
        }
        else if (TextScanner.Take(ref _rest, ':')
            && (!TryTwoDigits(out minute) || (TextScanner.Take(ref _rest, ':') && !TryTwoDigits(out second))))
        {
            throw Syntax();
        }

        if (!_rest.IsEmpty)
        {
            throw Syntax();
        }

        if (hour > 15 || minute > 59 || second > 59)
        {
            throw Fail.Create("22009", $"cast to {_type}", "time zone displacement out of range", _text.ToString());
        }

        int offset = (hour * 3600) + (minute * 60) + second;
        return isNegative ? -offset : offset;
    }

    private bool TryTwoDigits(out int value)
    {
        ReadOnlySpan<char> digits = TextScanner.TakeDigits(ref _rest);
        value = 0;
        return digits.Length is 1 or 2 && TextScanner.TryNumber(digits, out value);
    }

    private bool TakeSuffix(string suffix)
    {
        bool found = _rest.Length > 2 && _rest[^3] == ' ' && _rest.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);
        _rest = found ? _rest[..^3].TrimEnd(' ') : _rest;
        return found;
    }

    private readonly EvaluationException Syntax() => Fail.Syntax(_type, _text, InvalidFormat);

    private readonly EvaluationException Overflow() =>
        Fail.Create(FieldOverflow, $"cast to {_type}", "date/time field value out of range", _text.ToString());
}
