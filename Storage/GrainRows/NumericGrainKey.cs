using System.Globalization;

namespace PathwayOrleans.Storage.GrainRows;

/// <summary>
/// Parses grain keys that look like numbers, as Orleans' ADO.NET provider does: first as a GUID of 32 hexadecimal digits,
/// else as a hexadecimal number of up to 64 bits; both may be followed by <c>+</c> and an extension. (Source:
/// <c>GrainIdKeyExtensions</c> in dotnet/orleans, confirmed by running it.)
/// </summary>
/// <param name="N0">The GUID's first eight bytes, little endian; 0 for an integer.</param>
/// <param name="N1">The GUID's last eight bytes, little endian; or the integer.</param>
/// <param name="IsGuid">Whether it was parsed as a GUID.</param>
/// <param name="Extension">The text after the <c>+</c>; null if there is none.</param>
internal readonly record struct NumericGrainKey(long N0, long N1, bool IsGuid, string? Extension)
{
    private const int GuidDigits = 32;

    /// <summary>The text that Orleans writes for this number; a key with this text does not have to be escaped.</summary>
    public string Canonical
    {
        get
        {
            string number = IsGuid ? ToGuid().ToString("N") : N1.ToString("X", CultureInfo.InvariantCulture);

            // A number with an extension is never canonical: an empty extension could not be distinguished from none.
            return Extension is null ? number : "";
        }
    }

    /// <summary>Parses a key; false if Orleans treats it as text.</summary>
    public static bool TryParse(string key, out NumericGrainKey parsed)
    {
        ArgumentNullException.ThrowIfNull(key);
        parsed = default;
        int digits = 0;
        while (digits < key.Length && char.IsAsciiHexDigit(key[digits]))
        {
            digits++;
        }

        if (digits == 0 || (digits < key.Length && key[digits] != '+'))
        {
            return false;
        }

        string? extension = digits < key.Length ? key[(digits + 1)..] : null;
        ReadOnlySpan<char> number = key.AsSpan(0, digits);
        if (digits == GuidDigits)
        {
            Span<byte> bytes = stackalloc byte[16];
            Guid.ParseExact(number, "N").TryWriteBytes(bytes);
            parsed = new NumericGrainKey(BitConverter.ToInt64(bytes), BitConverter.ToInt64(bytes[8..]), IsGuid: true, extension);
            return true;
        }

        if (!ulong.TryParse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value))
        {
            return false;
        }

        parsed = new NumericGrainKey(0, unchecked((long)value), IsGuid: false, extension);
        return true;
    }

    private Guid ToGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, N0);
        BitConverter.TryWriteBytes(bytes[8..], N1);
        return new Guid(bytes);
    }
}
