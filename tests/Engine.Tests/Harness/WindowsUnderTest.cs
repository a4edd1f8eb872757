using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Testing.Pipelines;

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

    internal static (string Key, string Value) AlignedSetting { get; } = WindowedEvents.Setting(Aligned);

    internal static (string Key, string Value) AllSetting { get; } = WindowedEvents.Setting(All);
}
