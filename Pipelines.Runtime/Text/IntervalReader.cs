using PathwayOrleans.Pipelines.Runtime.Times;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Text;

/// <summary>Reads the verbose form of an interval. Fractions of a unit go into the smaller ones as in Postgres.</summary>
internal ref struct IntervalReader
{
    private const string InvalidFormat = "22007";
    private const string FieldOverflow = "22015";

    private const int Fractions = (1 << (int)TimeUnit.Milliseconds) | (1 << (int)TimeUnit.Microseconds);

    private readonly ReadOnlySpan<char> _text;
    private ReadOnlySpan<char> _rest;
    private long _months;
    private long _days;
    private Int128 _microseconds;
    private int _units;

    internal IntervalReader(ReadOnlySpan<char> text)
    {
        _text = text;
        _rest = TextScanner.Trim(text);
    }

    internal Interval Read()
    {
        if (TextScanner.Take(ref _rest, '@'))
        {
            _rest = _rest.TrimStart();
        }

        bool isAgo = _rest.EndsWith("ago", StringComparison.OrdinalIgnoreCase);
        if (isAgo)
        {
            _rest = _rest[..^3].TrimEnd();
        }

        if (_rest.IsEmpty)
        {
            throw Syntax();
        }

        while (!_rest.IsEmpty)
        {
            ReadPart();
            _rest = _rest.TrimStart();
        }

        if (isAgo)
        {
            (_months, _days, _microseconds) = (-_months, -_days, -_microseconds);
        }

        return _months == (int)_months && _days == (int)_days && _microseconds >= long.MinValue && _microseconds <= long.MaxValue
            ? new Interval((int)_months, (int)_days, (long)_microseconds)
            : throw Overflow();
    }

    private void ReadPart()
    {
        bool isNegative = TextScanner.TakeSign(ref _rest);
        ReadOnlySpan<char> digits = TextScanner.TakeDigits(ref _rest);
        if (TextScanner.Take(ref _rest, ':'))
        {
            ReadTime(digits, isNegative);
            return;
        }

        ReadOnlySpan<char> decimals = TextScanner.Take(ref _rest, '.') ? TextScanner.TakeDigits(ref _rest) : default;
        if (digits.IsEmpty && decimals.IsEmpty)
        {
            throw Syntax();
        }

        // The lowest integer has no positive counterpart.
        int whole = 0;
        bool isLowest = isNegative && digits.TrimStart('0') is "2147483648";
        if (!isLowest && !TextScanner.TryNumber(digits, out whole) && !digits.IsEmpty)
        {
            throw Overflow();
        }

        _rest = _rest.TrimStart();
        int length = 0;
        while (length < _rest.Length && char.IsAsciiLetter(_rest[length]))
        {
            length++;
        }

        TimeUnit unit = TimeUnit.Second;
        if (length == 0 ? !_rest.IsEmpty : !TimeUnits.TryParse(_rest[..length], out unit))
        {
            throw Syntax();
        }

        _rest = _rest[length..];
        double fraction = TextScanner.Fraction(decimals);
        Add(unit, isLowest ? int.MinValue : isNegative ? -whole : whole, isNegative ? -fraction : fraction);
    }

    // A unit occurs once.
    private void Claim(int units)
    {
        if ((_units & units) != 0)
        {
            throw Syntax();
        }

        _units |= units;
    }

    private void ReadTime(scoped ReadOnlySpan<char> hours, bool isNegative)
    {
        ReadOnlySpan<char> minutes = TextScanner.TakeDigits(ref _rest);
        ReadOnlySpan<char> seconds = TextScanner.Take(ref _rest, ':') ? TextScanner.TakeDigits(ref _rest) : "0";
        ReadOnlySpan<char> decimals = TextScanner.Take(ref _rest, '.') ? TextScanner.TakeDigits(ref _rest) : default;
        if (!TextScanner.TryNumber(hours, out int hour) || !TextScanner.TryNumber(minutes, out int minute)
            || !TextScanner.TryNumber(seconds, out int second))
        {
            throw Syntax();
        }

        if (minute > 59 || second > 60)
        {
            throw Overflow();
        }

        Claim(Fractions | (1 << (int)TimeUnit.Second) | (1 << (int)TimeUnit.Minute) | (1 << (int)TimeUnit.Hour));
        double fraction = Math.Round(TextScanner.Fraction(decimals) * 1_000_000, MidpointRounding.ToEven);
        Int128 time = ((((hour * (Int128)60) + minute) * 60) + second) * Timestamptz.MicrosecondsPerSecond + (long)fraction;
        _microseconds += isNegative ? -time : time;
    }

    private void Add(TimeUnit unit, int whole, double fraction)
    {
        // Seconds with a fraction are also those below.
        Claim(1 << (int)unit | (unit == TimeUnit.Second && fraction != 0 ? Fractions : 0));
        switch (unit)
        {
            case TimeUnit.Microseconds:
                AddTime(whole, fraction, 1);
                break;
            case TimeUnit.Milliseconds:
                AddTime(whole, fraction, 1000);
                break;
            case TimeUnit.Second:
                AddTime(whole, fraction, 1_000_000);
                break;
            case TimeUnit.Minute:
                AddTime(whole, fraction, 60_000_000);
                break;
            case TimeUnit.Hour:
                AddTime(whole, fraction, 3_600_000_000);
                break;
            case TimeUnit.Day:
                AddDays(whole, fraction, 1);
                break;
            case TimeUnit.Week:
                AddDays(whole * 7L, fraction, 7);
                break;
            case TimeUnit.Month:
                _months += whole;
                AddDays(0, fraction, 30);
                break;
            case TimeUnit.Year:
                AddYears(whole, fraction, 1);
                break;
            case TimeUnit.Decade:
                AddYears(whole, fraction, 10);
                break;
            case TimeUnit.Century:
                AddYears(whole, fraction, 100);
                break;
            case TimeUnit.Millennium:
                AddYears(whole, fraction, 1000);
                break;
            default:
                throw Syntax();
        }
    }

    private void AddYears(long whole, double fraction, int years) =>
        _months += (whole * years * 12) + (long)Math.Round(fraction * years * 12, MidpointRounding.ToEven);

    private void AddDays(long whole, double fraction, int days)
    {
        double scaled = fraction * days;
        int extra = (int)scaled;
        _days += whole + extra;
        AddTime(0, scaled - extra, Timestamptz.MicrosecondsPerDay);
    }

    // Postgres's AdjustFractMicroseconds: halves are dropped.
    private void AddTime(long whole, double fraction, long microseconds)
    {
        double scaled = fraction * microseconds;
        long extra = (long)scaled;
        double remainder = scaled - extra;
        extra += remainder > 0.5 ? 1 : remainder < -0.5 ? -1 : 0;
        _microseconds += ((Int128)whole * microseconds) + extra;
    }

    private readonly EvaluationException Syntax() => Fail.Syntax("interval", _text, InvalidFormat);

    private readonly EvaluationException Overflow() =>
        Fail.Create(FieldOverflow, "cast to interval", "interval field value out of range", _text.ToString());
}
