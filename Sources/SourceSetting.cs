namespace PathwayOrleans.Sources;

/// <summary>A configuration key of a connector that commands accept as an option.</summary>
/// <param name="Kind">The kind of the setting.</param>
/// <param name="Option">The option, for instance <c>--topic</c>.</param>
/// <param name="Key">The configuration key.</param>
/// <param name="ValueName">The name of the value in the help text.</param>
/// <param name="Description">A sentence for the help text.</param>
public sealed record SourceSetting(SourceSettingKind Kind, string Option, string Key, string ValueName, string Description);
