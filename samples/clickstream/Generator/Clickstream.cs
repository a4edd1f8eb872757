using System.Text.Json.Nodes;

namespace PathwayOrleans.Generator;

/// <summary>
/// Random records of a web shop with customers in several countries. A few are out of order by up to four seconds, and one of a
/// thousand is damaged: without a customer, or with an amount that is not a number.
/// </summary>
/// <param name="seed">Equal seeds give equal records.</param>
internal sealed class Clickstream(int seed)
{
    private const int Customers = 2_000;
    private const int Products = 300;
    private const int Visitors = 40;
    private const int MaxSteps = 12;
    private const int MaxGapMilliseconds = 6_000;
    private const int MaxDisorderMilliseconds = 4_000;
    private const int DamagedOf = 1_000;

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly string[] Countries = ["DE", "DE", "DE", "FR", "FR", "IT", "NL", "PL", "SE"];
    private static readonly string[] Devices = ["mobile", "mobile", "desktop", "tablet"];
    private static readonly string[] Referrers = ["search", "newsletter", "direct", "ads"];

    private readonly Random _random = new(seed);
    private readonly List<Shopper> _visitors = [];
    private DateTimeOffset _now = Start;
    private int _sessions;
    private int _events;

    /// <summary>The next record.</summary>
    internal JsonObject Next()
    {
        _now = _now.AddMilliseconds(_random.Next(MaxGapMilliseconds));
        while (_visitors.Count < Visitors)
        {
            _visitors.Add(new Shopper(Customer(), ++_sessions, 2 + _random.Next(MaxSteps)));
        }

        Shopper shopper = _visitors[_random.Next(Visitors)];
        JsonObject record = Step(shopper);
        if (--shopper.Steps == 0)
        {
            _visitors.Remove(shopper);
        }

        Damage(record);
        return record;
    }

    // Some customers come much more often than others.
    private int Customer()
    {
        double chance = _random.NextDouble();
        return (int)(Customers * chance * chance * chance);
    }

    private JsonObject Step(Shopper shopper)
    {
        double chance = _random.NextDouble();
        if (shopper.Cart is { } bought && chance < 0.4)
        {
            shopper.Cart = null;
            return Record(shopper, "purchase", bought, (1 + _random.Next(5)) * Price(bought));
        }

        int product = _random.Next(Products);
        if (chance > 0.75)
        {
            shopper.Cart = product;
            return Record(shopper, "add_to_cart", product, null);
        }

        return chance > 0.72 ? Record(shopper, "refund", product, -Price(product)) : Record(shopper, "view", product, null);
    }

    private JsonObject Record(Shopper shopper, string name, int product, decimal? amount)
    {
        int late = _random.Next(20) == 0 ? _random.Next(MaxDisorderMilliseconds) : 0;
        var record = new JsonObject
        {
            ["id"] = $"e{++_events}",
            ["event"] = name,
            ["ts"] = _now.AddMilliseconds(-late).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
            ["customer"] = new JsonObject
            {
                ["id"] = $"c{shopper.Customer}",
                ["country"] = Countries[shopper.Customer % Countries.Length],
                ["newsletter"] = shopper.Customer % 3 == 0,
            },
            ["session"] = $"s{shopper.Session}",
            ["device"] = Devices[shopper.Session % Devices.Length],
            ["referrer"] = Referrers[shopper.Session % Referrers.Length],
            ["page"] = $"/products/{product}",
            ["sku"] = $"SKU-{product:D4}",
            ["tags"] = new JsonArray($"category-{product % 12}", product % 5 == 0 ? "sale" : "regular"),
            ["agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        };
        if (amount is { } value)
        {
            record["amount"] = value;
            record["currency"] = "EUR";
        }

        return record;
    }

    private void Damage(JsonObject record)
    {
        switch (_random.Next(DamagedOf * 2))
        {
            case 0:
                record.Remove("customer");
                break;
            case 1:
                record["amount"] = "n/a";
                break;
        }
    }

    private static decimal Price(int product) => 4.99m + ((product * 7) % 290);
}
