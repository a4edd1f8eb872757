using PathwayOrleans.Pipelines.Syntax.Ast;
using Superpower;

namespace PathwayOrleans.Pipelines.Syntax.Parsing;

/// <summary>Parses <c>CREATE SOURCE</c> after these words.</summary>
internal static class SourceParser
{
    private static readonly TokenListParser<SqlToken, ColumnOption> Path =
        from word in Words.Keyword("PATH")
        from path in Words.Text
        select (ColumnOption)new PathOption(path, Words.SpanOf(word).To(path.Span));

    private static readonly TokenListParser<SqlToken, ColumnOption> TimeFormat =
        from word in Words.Keyword("FORMAT")
        from format in Words.Text
        select (ColumnOption)new TimeFormatOption(format, Words.SpanOf(word).To(format.Span));

    private static readonly TokenListParser<SqlToken, ColumnOption> NotNull =
        from word in Words.Keyword("NOT")
        from last in Words.Keyword("NULL")
        select (ColumnOption)new NotNullOption(Words.SpanOf(word).To(Words.SpanOf(last)));

    private static readonly TokenListParser<SqlToken, ColumnOption> Default =
        from word in Words.Keyword("DEFAULT")
        from value in ExpressionParser.Expression
        from last in Words.Keywords("ON", "EMPTY")
        select (ColumnOption)new DefaultOption(value, Words.SpanOf(word).To(Words.SpanOf(last)));

    private static readonly TokenListParser<SqlToken, ColumnOption> NullOnError =
        from word in Words.Keyword("NULL")
        from last in Words.Keywords("ON", "ERROR")
        select (ColumnOption)new NullOnErrorOption(Words.SpanOf(word).To(Words.SpanOf(last)));

    private static readonly TokenListParser<SqlToken, ColumnOption> Computed =
        from word in Words.Keyword("AS")
        from open in Words.Symbol(SqlToken.LeftParenthesis, "(")
        from expression in ExpressionParser.Expression
        from close in Words.Symbol(SqlToken.RightParenthesis, ")")
        select (ColumnOption)new ComputedOption(expression, Words.SpanOf(word).To(Words.SpanOf(close)));

    private static readonly TokenListParser<SqlToken, object> Column =
        from name in Words.Name.Named("a column")
        from type in TypeNameParser.TypeName
        from options in Path.Or(TimeFormat).Or(NotNull).Or(Default).Or(NullOnError).Or(Computed).Many()
        from check in Words.Reject("A source has no primary key; the key of a view is its GROUP BY. Leave it out.", "PRIMARY")
        from unique in Words.Reject("A source has no constraints except NOT NULL. Leave it out.", "UNIQUE", "CHECK", "REFERENCES")
        select (object)new SourceColumnClause(name, type, new SqlList<ColumnOption>(options));

    private static readonly TokenListParser<SqlToken, object> Watermark =
        from word in Words.Keyword("WATERMARK")
        from keyword in Words.Keyword("FOR")
        from column in Words.Name.Named("a column")
        from last in Words.Keyword("AS")
        from expression in ExpressionParser.Expression
        select (object)new WatermarkClause(column, expression, Words.SpanOf(word).To(expression.Span));

    // WATERMARK is a word of this clause only where FOR follows; a column may have that name.
    private static readonly TokenListParser<SqlToken, object> Element = input =>
        Words.IsKeyword(input, "WATERMARK") && Words.IsKeyword(Words.Rest(input), "FOR") ? Watermark(input) : Column(input);

    private static readonly TokenListParser<SqlToken, IncludeClause> Include =
        from word in Words.Keyword("INCLUDE")
        from field in Words.AnyWord
        from header in Words.Text.AsNullable().OptionalOrDefault()
        from keyword in Words.Keyword("AS")
        from column in Words.Name.Named("a column")
        select new IncludeClause(field, header, column, Words.SpanOf(word).To(column.Span));

    // INCLUDE timestamp AS a, key AS b: the word stands once or before each.
    private static readonly TokenListParser<SqlToken, IncludeClause> NextInclude =
        from comma in Words.Symbol(SqlToken.Comma, ",")
        from field in Words.AnyWord
        from header in Words.Text.AsNullable().OptionalOrDefault()
        from keyword in Words.Keyword("AS")
        from column in Words.Name.Named("a column")
        select new IncludeClause(field, header, column, field.Span.To(column.Span));

    private static readonly TokenListParser<SqlToken, IncludeClause[]> Includes =
        from first in Include
        from others in NextInclude.Many()
        select (IncludeClause[])[first, .. others];

    private static readonly TokenListParser<SqlToken, FormatClause> Format =
        from word in Words.Keyword("FORMAT")
        from format in Words.AnyWord
        from keyword in Words.Keyword("ENCODE")
        from encoding in Words.AnyWord
        from options in OptionParser.Options.OptionalOrDefault(new SqlList<SqlOption>([]))
        select new FormatClause(format, encoding, options, Words.SpanOf(word).To(encoding.Span));

    internal static readonly TokenListParser<SqlToken, SqlStatement> AfterCreateSource =
        from name in Words.Name
        from elements in Words.InParentheses(Words.CommaSeparated(Element))
        from includes in Includes.Many()
        from options in OptionParser.With
        from format in Format.AsNullable().OptionalOrDefault()
        from end in StatementEnd.Parser
        select (SqlStatement)new CreateSource(
            name,
            new SqlList<SourceColumnClause>(elements.OfType<SourceColumnClause>()),
            new SqlList<WatermarkClause>(elements.OfType<WatermarkClause>()),
            new SqlList<IncludeClause>(includes.SelectMany(include => include)),
            options, format, name.Span.To(end));
}
