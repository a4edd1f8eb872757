using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace PathwayOrleans.Testing;

/// <summary>User ids that are easy to confuse with each other.</summary>
public static class UserIds
{
    private static readonly string[] Pieces =
    [
        "0", "00", "1", "a", "A", "f", "F", "10", "abc", "ABC", "=", "==", "%", "%25", "%7B", "%7D", "%7d", "25", "7B", "+", "++",
        "{", "}",
        "{}", " ", "\t", "\n", "\u00a0", "\u2003", "g", "u", "-", "/", "é", "e\u0301", "日", "😀", "\u0085",
        "0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef", "FFFFFFFFFFFFFFFF",
        "8000000000000000",
    ];

    /// <summary>Short strings of parts with a special meaning in a grain key, and occasionally any valid text.</summary>
    public static Gen<string> Nasty { get; } = Gen.Frequency(
        (6, Gen.Elements(Pieces).NonEmptyListOf().Select(pieces => string.Concat(pieces.Take(5)))),
        (2, Gen.Elements("0123456789abcdefABCDEF+".ToCharArray()).NonEmptyListOf().Select(
            chars => new string([.. chars.Take(40)]))),
        (1, ArbMap.Default.GeneratorFor<Guid>().SelectMany(
            id => Gen.Elements(id.ToString("N"), id.ToString("N").ToUpperInvariant(), id.ToString("D"), id.ToString("B")))),
        (2, AnyText));

    /// <summary>Two similar ids: often equal, often with one derived from the other.</summary>
    public static Gen<(string One, string Other)> ConfusablePairs =>
        from one in Nasty
        from stranger in Nasty
        from other in Gen.Elements(
            one, one.ToUpperInvariant(), one.ToLowerInvariant(), "0" + one, "00" + one, "=" + one, one + "+", one + " ",
            one.Trim() + "x",
            one.Replace("%", "%25", StringComparison.Ordinal), one.Replace("{", "%7B", StringComparison.Ordinal),
            Uri.EscapeDataString(one), stranger)
        select (one, other);

    /// <summary>Any Unicode text of 1 to 60 code points without U+0000.</summary>
    public static Gen<string> AnyText => Gen.Choose(1, 0x10FFFF)
        .Where(Rune.IsValid)
        .Select(codePoint => new Rune(codePoint).ToString())
        .NonEmptyListOf()
        .Select(runes => string.Concat(runes.Take(60)));
}
