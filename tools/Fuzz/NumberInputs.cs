using System.Globalization;
using System.Numerics;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Fuzz;

/// <summary>Random JSON numbers, many of them near the middle between two doubles or two integers. Not thread-safe.</summary>
internal sealed class NumberInputs(int seed)
{
    // One in this many is as long as a message; comparing it takes as long as comparing thousands of others.
    private const int LongNumbers = 10_000;

    // For the rest of the message.
    private const int Room = 200;

    private readonly Random _random = new(seed);

    internal string Next()
    {
        if (_random.Next(LongNumbers) == 0)
        {
            return LongNumber();
        }

        string sign = _random.Next(4) == 0 ? "-" : "";
        return sign + _random.Next(6) switch
        {
            0 => WithExponent(Digits(_random.Next(1, 25))),
            1 => WithZeros(Middle()),
            2 => WithZeros(Nearly(Middle())),
            3 => WithExponent(Time()),
            4 => WithExponent(Digits(_random.Next(1, 400))),
            _ => WithZeros(Time()),
        };
    }

    // A time with up to as many zeros as a message can hold, at either end, and an exponent that removes about as many.
    private string LongNumber()
    {
        int zeros = _random.Next(1, EventLimits.MaxMessageBytes - Room);
        int exponent = zeros + _random.Next(-12, 13);
        string time = Time();
        return _random.Next(2) == 0 && !time.Contains('.', StringComparison.Ordinal)
            ? $"{time}{new string('0', zeros)}e-{exponent}"
            : $"0.{new string('0', zeros)}{time.Replace(".", "", StringComparison.Ordinal)}e{exponent}";
    }

    // The exact decimal expansion of the middle between a double and the next one, without an exponent.
    private string Middle()
    {
        var mantissa = new BigInteger(_random.NextInt64(1L << 52, 1L << 53));
        int exponent = _random.Next(-80, 80);
        BigInteger middle = (mantissa * 2) + 1;
        return exponent >= 0
            ? (middle << exponent).ToString(CultureInfo.InvariantCulture)
            : Point((middle * BigInteger.Pow(5, -exponent)).ToString(CultureInfo.InvariantCulture), -exponent);
    }

    private string Nearly(string number) => number.Contains('.', StringComparison.Ordinal)
        ? number + Zeros() + _random.Next(1, 10).ToString(CultureInfo.InvariantCulture)
        : number + "." + Zeros() + _random.Next(1, 10).ToString(CultureInfo.InvariantCulture);

    private string Time()
    {
        string whole = _random.NextInt64(0, 9_300_000_000_000).ToString(CultureInfo.InvariantCulture);
        return _random.Next(3) == 0 ? Point(whole + Digits(_random.Next(1, 12)), _random.Next(1, 12)) : whole;
    }

    // The same number with zeros behind the point, and possibly with the point moved by an exponent.
    private string WithZeros(string number)
    {
        number = number.Contains('.', StringComparison.Ordinal) ? number + Zeros() : number + "." + Zeros() + "0";
        if (_random.Next(2) == 0)
        {
            return number;
        }

        int point = number.IndexOf('.', StringComparison.Ordinal);
        string digits = number.Remove(point, 1);
        int behind = _random.Next(0, digits.Length);
        return $"{Point(digits, behind)}e{point - (digits.Length - behind)}";
    }

    private string WithExponent(string number)
    {
        string[] signs = ["", "+", "-"];
        return _random.Next(3) == 0
            ? number
            : $"{number}{(_random.Next(2) == 0 ? 'e' : 'E')}{signs[_random.Next(signs.Length)]}{_random.Next(0, 420)}";
    }

    private string Zeros() => new('0', _random.Next(0, 20));

    // JSON allows no zero before other digits.
    private string Digits(int count) => string.Create(count, _random, static (digits, random) =>
    {
        for (int i = 0; i < digits.Length; i++)
        {
            digits[i] = (char)('0' + random.Next(i == 0 && digits.Length > 1 ? 1 : 0, 10));
        }
    });

    private static string Point(string digits, int behind)
    {
        digits = digits.PadLeft(behind + 1, '0');
        string whole = digits[..^behind].TrimStart('0');
        string integer = whole.Length == 0 ? "0" : whole;
        return behind == 0 ? integer : $"{integer}.{digits[^behind..]}";
    }
}
