using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Engine.Tests.Harness;

/// <summary>Windows of every kind, as definitions and as configuration.</summary>
internal static class WindowsUnderTest
{
    internal static WindowDefinition[] Aligned { get; } =
    [
        WindowDefinition.Tumbling("minute", 60_000, origin: 7_000, lateness: 10_000),
        WindowDefinition.Sliding("often", 45_000, 20_000),
        WindowDefinition.Sliding("seldom", 20_000, 45_000),
    ];

    internal static WindowDefinition[] All { get; } =
        [.. Aligned, WindowDefinition.Session("visit", 8_000, lateness: 5_000)];

    internal static (string Key, string Value)[] AlignedSettings { get; } =
    [
        ("Pathway:Windows:Named:minute:Kind", "Tumbling"),
        ("Pathway:Windows:Named:minute:Size", "00:01:00"),
        ("Pathway:Windows:Named:minute:Origin", "1970-01-01T00:00:07Z"),
        ("Pathway:Windows:Named:minute:AllowedLateness", "00:00:10"),
        ("Pathway:Windows:Named:often:Kind", "Sliding"),
        ("Pathway:Windows:Named:often:Size", "00:00:45"),
        ("Pathway:Windows:Named:often:Hop", "00:00:20"),
        ("Pathway:Windows:Named:seldom:Kind", "Sliding"),
        ("Pathway:Windows:Named:seldom:Size", "00:00:20"),
        ("Pathway:Windows:Named:seldom:Hop", "00:00:45"),
    ];

    internal static (string Key, string Value)[] AllSettings { get; } =
    [
        .. AlignedSettings,
        ("Pathway:Windows:Named:visit:Kind", "Session"),
        ("Pathway:Windows:Named:visit:Gap", "00:00:08"),
        ("Pathway:Windows:Named:visit:AllowedLateness", "00:00:05"),
    ];
}
