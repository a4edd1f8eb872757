using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PathwayOrleans.Configuration.Tests;

public sealed class SectionBinderTests
{
    private enum Shape
    {
        Round,
        Square,
    }

    [Fact]
    public void Values_of_every_type_are_bound_and_others_keep_their_defaults()
    {
        Sample options = Bind(
            ("text", "a b"), ("Flag", "True"), ("Count", "-3"), ("Kind", "square"), ("Wait", "1h30m"),
            ("Origin", "2025-01-01T00:00:00Z"), ("Client:a.b", "1"), ("Named:x:Size", "90s"), ("Named:y:Size", "2d"));

        Assert.Equal(("a b", true, -3, Shape.Square), (options.Text, options.Flag, options.Count, options.Kind));
        Assert.Equal(TimeSpan.FromMinutes(90), options.Wait);
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), options.Origin);
        Assert.Equal(7, options.Unset);
        Assert.Equal("1", options.Client["a.b"]);
        Assert.Equal(TimeSpan.FromSeconds(90), options.Named["x"].Size);
        Assert.Equal(TimeSpan.FromDays(2), options.Named["y"].Size);
    }

    [Theory]
    [InlineData("Cuont", "1", "Sample:Cuont is not a known key; did you mean Count?")]
    [InlineData("Kidn", "Round", "Sample:Kidn is not a known key; did you mean Kind?")]
    [InlineData("Named:x:Sise", "1h", "Sample:Named:x:Sise is not a known key; did you mean Size?")]
    [InlineData(
        "Elsewhere", "1",
        "Sample:Elsewhere is not a known key; there are Text, Flag, Count, Unset, Kind, Wait, Origin, Client, Named.")]
    [InlineData("Count", "1.5", "Sample:Count is '1.5'; it must be a whole number.")]
    [InlineData("Flag", "yes", "Sample:Flag is 'yes'; it must be true or false.")]
    [InlineData("Kind", "Triangular", "Sample:Kind is 'Triangular'; it must be one of Round, Square.")]
    [InlineData("Kind", "1", "Sample:Kind is '1'; it must be one of Round, Square.")]
    [InlineData("Named:day:Size", "24:00:00", "Sample:Named:day:Size is '24:00:00'; hours must be 0 to 23;")]
    [InlineData("Origin", "2025-03-30T00:00:00", "Sample:Origin is '2025-03-30T00:00:00'; it has no time zone;")]
    [InlineData("Wait:Size", "1h", "Sample:Wait is a section; it must be a value.")]
    [InlineData("Named", "1h", "Sample:Named has a value; it must be a section with names, such as Sample:Named:NAME.")]
    [InlineData("Named:x", "1h", "Sample:Named:x has a value; it must be a section with keys, such as Sample:Named:x:KEY.")]
    public void An_error_has_the_key_the_value_and_the_remedy(string key, string value, string problem)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Bind((key, value)));
        Assert.StartsWith(problem, Assert.Single(refused.Failures));
    }

    [Fact]
    public void All_errors_of_a_section_are_reported_at_once()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Bind(("Count", "x"), ("Flag", "x"), ("Other", "x")));
        Assert.Equal(3, refused.Failures.Count());
    }

    private static Sample Bind(params (string Key, string Value)[] values)
    {
        var options = new Sample();
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(entry => KeyValuePair.Create($"Sample:{entry.Key}", (string?)entry.Value)))
            .Build();
        SectionBinder.Bind(configuration.GetSection("Sample"), options);
        return options;
    }

    private sealed class Sample
    {
        public string Text { get; set; } = "";

        public bool Flag { get; set; }

        public int Count { get; set; }

        public int Unset { get; set; } = 7;

        public Shape? Kind { get; set; }

        public TimeSpan Wait { get; set; }

        public DateTimeOffset? Origin { get; set; }

        public Dictionary<string, string> Client { get; } = [];

        public Dictionary<string, Inner> Named { get; } = [];
    }

    private sealed class Inner
    {
        public TimeSpan? Size { get; set; }
    }
}
