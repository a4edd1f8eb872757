namespace PathwayOrleans.Pipelines.Syntax.Ast;

/// <summary>Writes an expression as SQL with a parenthesis around every operation, so that precedences do not matter.</summary>
internal static class SqlRenderer
{
    /// <summary>The expression as SQL that Postgres reads.</summary>
    internal static string Render(SqlExpression expression) => expression switch
    {
        NumberLiteral number => number.Text.StartsWith('-') ? $"({number.Text})" : number.Text,
        StringLiteral text => Literal(text.Value),
        BooleanLiteral boolean => boolean.Value ? "true" : "false",
        NullLiteral => "NULL",
        ColumnExpression column => column.Qualifier is null ? $"{column.Name}" : $"{column.Qualifier}.{column.Name}",
        UnaryExpression unary => $"({unary.Operator} {Render(unary.Operand)})",
        BinaryExpression binary => $"({Render(binary.Left)} {binary.Operator} {Render(binary.Right)})",
        IsExpression test => $"({Render(test.Operand)} IS {Not(test.IsNegated)}{test.Test})",
        InExpression list => $"({Render(list.Operand)} {Not(list.IsNegated)}IN ({Join(list.Items)}))",
        BetweenExpression range => $"({Render(range.Operand)} {Not(range.IsNegated)}BETWEEN {Render(range.Low)} " +
            $"AND {Render(range.High)})",
        CaseExpression choice => Case(choice),
        CastExpression cast => $"CAST({Render(cast.Operand)} AS {cast.Type.Text})",
        CallExpression call => Call(call),
        _ => throw new ArgumentException($"Unknown expression {expression.GetType().Name}.", nameof(expression)),
    };

    /// <summary>A name, quoted where Postgres needs that.</summary>
    internal static string Name(string name) =>
        IsPlain(name) ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    internal static string Literal(string value)
    {
        string doubled = value.Replace("'", "''", StringComparison.Ordinal);
        return doubled.Contains('\\', StringComparison.Ordinal)
            ? $"E'{doubled.Replace(@"\", @"\\", StringComparison.Ordinal)}'"
            : $"'{doubled}'";
    }

    private static bool IsPlain(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && !SqlKeywords.Reserved.Contains(name)
        && name.All(c => c == '_' || char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));

    private static string Not(bool isNegated) => isNegated ? "NOT " : "";

    private static string Join(IEnumerable<SqlExpression> expressions) => string.Join(", ", expressions.Select(Render));

    private static string Case(CaseExpression choice)
    {
        string operand = choice.Operand is null ? "" : $" {Render(choice.Operand)}";
        string branches = string.Concat(
            choice.Branches.Select(branch => $" WHEN {Render(branch.When)} THEN {Render(branch.Then)}"));
        string last = choice.Else is null ? "" : $" ELSE {Render(choice.Else)}";
        return $"CASE{operand}{branches}{last} END";
    }

    private static string Call(CallExpression call)
    {
        string group = call.WithinGroup is null ? "" : $" WITHIN GROUP (ORDER BY {Render(call.WithinGroup)})";
        string filter = call.Filter is null ? "" : $" FILTER (WHERE {Render(call.Filter)})";
        // extract is a word of the grammar, not an ordinary function.
        string arguments = call.Function.Text == "extract" && call.Arguments.Count == 2
            ? $"{Render(call.Arguments[0])} FROM {Render(call.Arguments[1])}"
            : Join(call.Arguments);
        return $"{call.Function}({(call.IsStar ? "*" : arguments)}){group}{filter}";
    }
}
