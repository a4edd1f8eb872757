namespace PathwayOrleans.Pipelines.Binding;

/// <summary>
/// Chooses an overload as Postgres does (chapter "Type Conversion" of its documentation), so that results have its types.
/// </summary>
internal static class OverloadResolution
{
    /// <summary>The operator for two operands, or null if none fits or several fit equally well.</summary>
    internal static Signature? ChooseOperator(IEnumerable<Signature> overloads, SqlType left, SqlType right)
    {
        // A literal is first taken for a value of the other operand's type.
        SqlType[] assumed = [left == SqlType.Unknown ? right : left, right == SqlType.Unknown ? left : right];
        Signature[] candidates = [.. overloads];
        return Array.Find(candidates, candidate => candidate.Parameters.SequenceEqual(assumed))
            ?? Choose(candidates, [left, right]);
    }

    /// <summary>The overload for some arguments, or null if none fits or several fit equally well.</summary>
    internal static Signature? Choose(IEnumerable<Signature> overloads, IReadOnlyList<SqlType> arguments)
    {
        Signature[] candidates = [.. overloads.Where(overload => overload.Parameters.Count == arguments.Count)];
        if (Array.Find(candidates, candidate => candidate.Parameters.SequenceEqual(arguments)) is { } exact)
        {
            return exact;
        }

        candidates = [.. candidates.Where(candidate =>
            arguments.Zip(candidate.Parameters).All(pair => pair.First.CastsImplicitlyTo(pair.Second)))];
        candidates = Best(candidates, candidate => Count(candidate, arguments, (argument, parameter) => argument == parameter));
        candidates = Best(candidates, candidate => Count(candidate, arguments, IsSameOrPreferred));
        if (candidates.Length > 1)
        {
            candidates = ByCategoryOfLiterals(candidates, arguments);
        }

        if (candidates.Length > 1)
        {
            candidates = ByTypeOfOthers(candidates, arguments);
        }

        return candidates.Length == 1 ? candidates[0] : null;
    }

    private static bool IsSameOrPreferred(SqlType argument, SqlType parameter) =>
        argument == parameter || (parameter.IsPreferred() && parameter.Category() == argument.Category());

    private static int Count(Signature candidate, IReadOnlyList<SqlType> arguments, Func<SqlType, SqlType, bool> matches) =>
        arguments.Zip(candidate.Parameters)
            .Count(pair => pair.First != SqlType.Unknown && matches(pair.First, pair.Second));

    private static Signature[] Best(Signature[] candidates, Func<Signature, int> score)
    {
        int best = candidates.Select(score).DefaultIfEmpty().Max();
        return Array.FindAll(candidates, candidate => score(candidate) == best);
    }

    // For each literal: texts if a candidate takes a text there, otherwise the one category that all take; and of that category
    // the preferred type, if a candidate takes it.
    private static Signature[] ByCategoryOfLiterals(Signature[] candidates, IReadOnlyList<SqlType> arguments)
    {
        Signature[] remaining = candidates;
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] != SqlType.Unknown)
            {
                continue;
            }

            int position = i;
            char[] categories = [.. candidates.Select(candidate => candidate.Parameters[position].Category()).Distinct()];
            if (categories.Length > 1 && !categories.Contains('S'))
            {
                return candidates;
            }

            char category = categories.Length == 1 ? categories[0] : 'S';
            bool hasPreferred = Array.Exists(candidates, candidate =>
                candidate.Parameters[position].Category() == category && candidate.Parameters[position].IsPreferred());
            remaining = Array.FindAll(remaining, candidate =>
                candidate.Parameters[position].Category() == category
                && (!hasPreferred || candidate.Parameters[position].IsPreferred()));
        }

        return remaining.Length > 0 ? remaining : candidates;
    }

    private static Signature[] ByTypeOfOthers(Signature[] candidates, IReadOnlyList<SqlType> arguments)
    {
        SqlType[] known = [.. arguments.Where(type => type != SqlType.Unknown).Distinct()];
        if (known.Length != 1 || known.Length == arguments.Count)
        {
            return candidates;
        }

        Signature[] remaining = Array.FindAll(
            candidates, candidate => candidate.Parameters.All(parameter => known[0].CastsImplicitlyTo(parameter)));
        return remaining.Length == 1 ? remaining : candidates;
    }
}
