using System.Collections.Frozen;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>
/// The operators and functions of the language, with the overloads that Postgres has for its types. Overloads that a pipeline
/// rejects are here too if they take part in Postgres's choice.
/// </summary>
internal static class Catalog
{
    private static readonly FrozenDictionary<string, SqlType> Abbreviations = new Dictionary<string, SqlType>
    {
        ["bool"] = SqlType.Boolean,
        ["int4"] = SqlType.Integer,
        ["int8"] = SqlType.BigInt,
        ["float4"] = SqlType.Real,
        ["float8"] = SqlType.Double,
        ["numeric"] = SqlType.Numeric,
        ["text"] = SqlType.Text,
        ["timestamptz"] = SqlType.TimestampTz,
        ["timestamp"] = SqlType.Timestamp,
        ["date"] = SqlType.Date,
        ["uuid"] = SqlType.Uuid,
        ["interval"] = SqlType.Interval,
        ["any"] = SqlType.Any,
    }.ToFrozenDictionary();

    /// <summary>Operators with two operands.</summary>
    internal static readonly ILookup<string, Signature> BinaryOperators = Read("""
        + int4 int4 int4,int4 int8 int8,int8 int4 int8,int8 int8 int8,float4 float4 float4,float4 float8 float8
        + float8 float4 float8,float8 float8 float8,numeric numeric numeric,date int4 date,int4 date date
        + date interval timestamp,interval date timestamp,timestamptz interval timestamptz,interval timestamptz timestamptz
        + timestamp interval timestamp,interval timestamp timestamp,interval interval interval
        - int4 int4 int4,int4 int8 int8,int8 int4 int8,int8 int8 int8,float4 float4 float4,float4 float8 float8
        - float8 float4 float8,float8 float8 float8,numeric numeric numeric,date int4 date,date date int4
        - date interval timestamp,timestamptz interval timestamptz,timestamptz timestamptz interval
        - timestamp interval timestamp,timestamp timestamp interval,interval interval interval
        * int4 int4 int4,int4 int8 int8,int8 int4 int8,int8 int8 int8,float4 float4 float4,float4 float8 float8
        * float8 float4 float8,float8 float8 float8,numeric numeric numeric,interval float8 interval,float8 interval interval
        / int4 int4 int4,int4 int8 int8,int8 int4 int8,int8 int8 int8,float4 float4 float4,float4 float8 float8
        / float8 float4 float8,float8 float8 float8,numeric numeric numeric,interval float8 interval
        % int4 int4 int4,int8 int8 int8,numeric numeric numeric
        ^ float8 float8 float8,numeric numeric numeric
        || text text text,text any text,any text text
        LIKE text text bool
        ILIKE text text bool
        """, Comparisons());

    /// <summary>Operators before their operand.</summary>
    internal static readonly ILookup<string, Signature> PrefixOperators = Read("""
        + int4 int4,int8 int8,float4 float4,float8 float8,numeric numeric
        - int4 int4,int8 int8,float4 float4,float8 float8,numeric numeric,interval interval
        """);

    /// <summary>Functions of values.</summary>
    internal static readonly ILookup<string, Signature> Functions = Read("""
        lower text text
        upper text text
        length text int4
        substr text int4 text,text int4 int4 text
        btrim text text,text text text
        ltrim text text,text text text
        rtrim text text,text text text
        replace text text text text
        split_part text text int4 text
        starts_with text text bool
        abs int4 int4,int8 int8,float4 float4,float8 float8,numeric numeric
        round float8 float8,numeric numeric,numeric int4 numeric
        floor float8 float8,numeric numeric
        ceil float8 float8,numeric numeric
        ceiling float8 float8,numeric numeric
        sign float8 float8,numeric numeric
        mod int4 int4 int4,int8 int8 int8,numeric numeric numeric
        power float8 float8 float8,numeric numeric numeric
        sqrt float8 float8,numeric numeric
        ln float8 float8,numeric numeric
        date_trunc text timestamptz timestamptz,text timestamptz text timestamptz,text interval interval
        date_trunc text timestamp timestamp
        date_part text timestamptz float8,text timestamp float8,text date float8,text interval float8
        extract text timestamptz numeric,text timestamp numeric,text date numeric,text interval numeric
        to_timestamp float8 timestamptz
        """);

    /// <summary>Aggregates. The parameter of an ordered-set aggregate is its own argument and then the sorted one.</summary>
    internal static readonly ILookup<string, Signature> Aggregates = Read("""
        count int8,any int8
        sum int4 int8,int8 numeric,float4 float4,float8 float8,numeric numeric,interval interval
        avg int4 numeric,int8 numeric,float4 float8,float8 float8,numeric numeric,interval interval
        min int4 int4,int8 int8,float4 float4,float8 float8,numeric numeric,text text,date date,interval interval
        min timestamptz timestamptz,timestamp timestamp
        max int4 int4,int8 int8,float4 float4,float8 float8,numeric numeric,text text,date date,interval interval
        max timestamptz timestamptz,timestamp timestamp
        bool_and bool bool
        bool_or bool bool
        stddev_samp int4 numeric,int8 numeric,float4 float8,float8 float8,numeric numeric
        stddev_pop int4 numeric,int8 numeric,float4 float8,float8 float8,numeric numeric
        var_samp int4 numeric,int8 numeric,float4 float8,float8 float8,numeric numeric
        var_pop int4 numeric,int8 numeric,float4 float8,float8 float8,numeric numeric
        first_value any any
        last_value any any
        approx_count_distinct any int8
        approx_percentile float8 float8 float8
        """);

    private static string Comparisons()
    {
        const string Pairs =
            "int4 int4,int4 int8,int8 int4,int8 int8,float4 float4,float4 float8,float8 float4,float8 float8,numeric numeric," +
            "text text,bool bool,uuid uuid,interval interval,date date,date timestamptz,timestamptz date," +
            "timestamptz timestamptz,date timestamp,timestamp date,timestamp timestamptz,timestamptz timestamp," +
            "timestamp timestamp";
        string results = string.Join(',', Pairs.Split(',').Select(pair => $"{pair} bool"));
        return string.Join('\n', ((string[])["=", "<>", "<", ">", "<=", ">="]).Select(symbol => $"{symbol} {results}"));
    }

    // A line is a name and its overloads, each the types of the parameters and then that of the result.
    private static ILookup<string, Signature> Read(params string[] tables) =>
        (from table in tables
         from line in table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
         let space = line.IndexOf(' ', StringComparison.Ordinal)
         from overload in line[(space + 1)..].Split(',')
         let types = overload.Split(' ').Select(type => Abbreviations[type]).ToArray()
         select new Signature(line[..space], types[..^1], types[^1])).ToLookup(signature => signature.Name);
}
