using PathwayOrleans.Pipelines.Tests.Support;

namespace PathwayOrleans.Pipelines.Tests.Binding;

/// <summary>The errors of sources. The place of each is marked with a broken bar.</summary>
public sealed class SourceErrorTests
{
    public static TheoryData<string, string> OfColumns => ErrorTable.Read("""
        k ¦txt
            There is no type 'txt'. Did you mean 'text'?
        k ¦json
            The type json is not supported. Use text, or a column for each member with PATH.
        k ¦text[]
            Arrays are not supported. Read an element with PATH, such as PATH '$.items[0]'.
        k ¦varchar(20)
            varchar has no length here. Write varchar.
        k ¦interval
            A column of a source cannot be an interval. Read a number and multiply it with an interval in an expression, such as seconds * INTERVAL '1 second'.
        k text ¦PAHT '$.k'
            Expected ')', but found 'PAHT'. Did you mean 'PATH'?
        k text PATH ¦k
            Expected a text in single quotes, but found 'k'.
        k text PATH '¦k'
            A path starts with $, such as '$.k'.
        k text PATH '$.a[¦x]'
            This is no path. Write members and elements, such as '$.customer.id', '$.items[0]' or '$."odd name"'.
        k text NOT NULL ¦NOT NULL
            The column has this twice. Remove one.
        k text NOT NULL ¦NULL ON ERROR
            NOT NULL and NULL ON ERROR contradict each other. Remove one.
        k text ¦FORMAT 'iso8601'
            FORMAT is for columns of type timestamptz; this one is of type text.
        k timestamptz FORMAT ¦'iso'
            There is no time format 'iso'. There are epoch_seconds, epoch_millis, epoch_micros, iso8601.
        k integer DEFAULT ¦'x' ON EMPTY
            'x' is not a value of type integer.
        k integer DEFAULT 0 ON ¦EMTY
            Expected EMPTY, but found 'EMTY'. Did you mean 'EMPTY'?
        k text, x integer DEFAULT ¦k ON EMPTY
            A default value is a constant. Use coalesce in a computed column for other values.
        k text, ¦k text
            The source has two columns 'k'. Give one of them another name.
        k text, ¦ctid text
            Every table of Postgres has a column 'ctid' already. Use another name.
        k text, x boolean AS (¦k)
            This is of type text, but boolean is needed. Convert it with ::boolean.
        k text, x text AS (k) ¦NOT NULL
            A computed column has no other options. Put them on the columns that it is computed from.
        k text, x text AS (lower(k)), y text AS (¦x || 'a')
            'x' is computed too. Repeat its expression here.
        k text, x bigint AS (¦count(*))
            The aggregate count cannot be in a computed column.
        k text ¦PRIMARY KEY
            A source has no primary key; the key of a view is its GROUP BY. Leave it out.
        k text, WATERMARK FOR ¦kk AS kk
            There is no column 'kk'. Did you mean 'k'?
        k text, WATERMARK FOR ¦k AS k
            The event time 'k' is of type text. It must be a timestamptz, or a bigint of milliseconds since the epoch.
        k bigint, WATERMARK FOR k AS ¦k + 5
            A watermark is the column or the column minus an interval, such as k - INTERVAL '5 seconds'.
        k bigint, WATERMARK FOR k AS k - ¦INTERVAL '-5 s'
            '-5 s' is negative.
        k bigint, WATERMARK FOR k AS k, ¦WATERMARK FOR k AS k
            A source has one watermark. Remove the others.
        """);

    [Theory]
    [MemberData(nameof(OfColumns))]
    public void An_error_has_its_place_and_says_what_to_do(string columns, string message) =>
        Check($"CREATE SOURCE s ({columns});", message);

    public static TheoryData<string, string> AfterColumns => ErrorTable.Read("""
        INCLUDE ¦timestmp AS t
            The broker knows no 'timestmp' of a message. Did you mean 'timestamp'?
        INCLUDE ¦header AS t
            Name the header, such as INCLUDE header 'trace-id' AS trace_id.
        INCLUDE key ¦'x' AS t
            Only a header has a name. Write INCLUDE key AS t.
        INCLUDE key AS ¦k
            The source has two columns 'k'. Give one of them another name.
        WITH (connector = ¦'kafak')
            There is no connector 'kafak'. Did you mean 'kafka'?
        WITH (connector = 'kafka', ¦topik = 'x')
            There is no option 'topik' of the connector kafka. Did you mean 'topic'?
        WITH (topic = 'a', ¦topic = 'b')
            The option 'topic' is there twice. Remove one.
        WITH (topic ¦'a')
            Expected '=', but found the text 'a'.
        FORMAT ¦DEBEZIUM ENCODE JSON
            The format 'debezium' is not supported. Write FORMAT PLAIN.
        FORMAT PLAIN ENCODE ¦JSN
            There is no encoding 'jsn'. Did you mean 'json'?
        FORMAT PLAIN ENCODE JSON (¦schema.registry = 'x')
            There is no option 'schema.registry' of the encoding JSON. It has none.
        FORMAT PLAIN ENCODE ¦AVRO (schema.registry = 'x')
            ENCODE AVRO is not supported. There are JSON and CSV. Convert the messages to one of them.
        FORMAT PLAIN ENCODE ¦protobuf
            ENCODE PROTOBUF is not supported. There are JSON and CSV. Convert the messages to one of them.
        FORMAT PLAIN ENCODE ¦CVS
            There is no encoding 'cvs'. Did you mean 'csv'?
        FORMAT PLAIN ENCODE CSV (¦delimeter = ';')
            There is no option 'delimeter' of the encoding CSV. Did you mean 'delimiter'?
        FORMAT PLAIN ENCODE CSV (¦quote = '*')
            There is no option 'quote' of the encoding CSV. It has delimiter, header, null.
        FORMAT PLAIN ENCODE CSV (null = 'a', ¦null = 'b')
            The option 'null' is there twice. Remove one.
        FORMAT PLAIN ENCODE CSV (delimiter = ¦'')
            A delimiter is one ASCII character, and neither a double quote nor a line end, such as ';' or E'\t'.
        FORMAT PLAIN ENCODE CSV (delimiter = ¦'||')
            A delimiter is one ASCII character, and neither a double quote nor a line end, such as ';' or E'\t'.
        FORMAT PLAIN ENCODE CSV (delimiter = ¦'§')
            A delimiter is one ASCII character, and neither a double quote nor a line end, such as ';' or E'\t'.
        FORMAT PLAIN ENCODE CSV (delimiter = ¦'"')
            A delimiter is one ASCII character, and neither a double quote nor a line end, such as ';' or E'\t'.
        FORMAT PLAIN ENCODE CSV (delimiter = ¦E'\n')
            A delimiter is one ASCII character, and neither a double quote nor a line end, such as ';' or E'\t'.
        FORMAT PLAIN ENCODE CSV (delimiter = ';', null = ¦'a;b')
            The text for NULL is a field without quotes, so it has no delimiter, no double quote and no line end. Use another text, such as 'NULL' or '\N'.
        FORMAT PLAIN ENCODE CSV (header = ¦'k,"x')
            The header has a quoted field that is not closed. Write the names as in a record, such as 'a,b,c'.
        FORMAT PLAIN ENCODE CSV (delimiter = ';', header = ¦'k;x;k;x')
            The header has the field 'k' more than once. Rename or empty all but one.
        """);

    [Theory]
    [MemberData(nameof(AfterColumns))]
    public void An_error_after_the_columns_has_its_place(string clauses, string message) =>
        Check($"CREATE SOURCE s (k text) {clauses};", message);

    public static TheoryData<string, string> OfCsv => ErrorTable.Read("""
        (k text, v text ¦PATH '$.v') FORMAT PLAIN ENCODE CSV
            A field of CSV has no PATH. Leave it out: a column takes the field of its name, or without the names of a header the field at its place.
        (k text, ¦amuont numeric) FORMAT PLAIN ENCODE CSV (header = 'k,amount')
            The header has no field 'amuont'. Did you mean 'amount'?
        (k text, ¦v numeric) FORMAT PLAIN ENCODE CSV (header = 'k,amount')
            The header has no field 'v'. Add it to the header, or remove the column.
        (k text, ¦v numeric) FORMAT PLAIN ENCODE CSV (header = 'k;v', delimiter = ':')
            The header has no field 'v'. Add it to the header, or remove the column.
        (k text AS ('a')) INCLUDE key AS x FORMAT PLAIN ENCODE ¦CSV
            The source has no column for a field of its records. Declare one, or name the fields with the option header.
        """);

    [Theory]
    [MemberData(nameof(OfCsv))]
    public void An_error_of_a_source_of_CSV_has_its_place(string rest, string message)
    {
        (string sql, string error) = ExpectedError.At($"CREATE SOURCE s {rest};", message);
        Assert.Contains(error, Bound.Errors(sql).Select(diagnostic => diagnostic.ToString()));
    }

    public static TheoryData<string, string> OfStatements => ErrorTable.Read("""
        ¦
            The pipeline has no source. Write CREATE SOURCE name (column type, …).
        ¦CREATE SOURCE s (k text)
            The pipeline has no materialized view. Write CREATE MATERIALIZED VIEW name AS SELECT … GROUP BY ….
        ¦CREAT SOURCE s (k text)
            Expected CREATE, but found 'CREAT'. Did you mean 'CREATE'?
        CREATE ¦SORUCE s (k text)
            Expected SOURCE, MATERIALIZED or VIEW, but found 'SORUCE'. Did you mean 'SOURCE'?
        CREATE ¦TABLE s (k text)
            A pipeline creates the tables itself. Write CREATE MATERIALIZED VIEW, or create your own tables elsewhere.
        CREATE ¦OR REPLACE VIEW s AS SELECT 1
            OR REPLACE is not supported. A pipeline says what is to be there; leave it out.
        CREATE SOURCE s (k text¦
            Expected ')', but found the end of the text.
        CREATE SOURCE ¦order (k text)
            'order' is a word of SQL. To use it as a name, put double quotes around it.
        CREATE VIEW v AS SELECT ¦(1
            This parenthesis is not closed before the end of the statement.
        CREATE VIEW v AS SELECT 1¦)
            This parenthesis has no opening one.
        CREATE VIEW v AS SELECT ¦'a
            This text is not closed. Write a single quote at its end; a quote inside is written twice.
        """);

    [Theory]
    [MemberData(nameof(OfStatements))]
    public void An_error_of_a_statement_has_its_place(string marked, string message) => Check(marked, message);

    private static void Check(string marked, string message)
    {
        (string sql, string error) = ExpectedError.At(marked, message);
        Assert.Equal(error, Bound.Errors(sql)[0].ToString());
    }
}
