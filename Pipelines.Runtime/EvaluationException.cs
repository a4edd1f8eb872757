namespace PathwayOrleans.Pipelines.Runtime;

/// <summary>A function or cast has no result for its arguments. The record becomes a dead letter.</summary>
public sealed class EvaluationException : Exception
{
    /// <summary>Creates the error of one call.</summary>
    /// <param name="function">The function, operator or cast, as SQL names it.</param>
    /// <param name="value">Its arguments as text.</param>
    /// <param name="reason">What is wrong, in Postgres's words where Postgres has the same error.</param>
    /// <param name="sqlState">Postgres's error code, or <see cref="PrecisionLimit"/>.</param>
    public EvaluationException(string function, string value, string reason, string sqlState)
        : base($"{function} of {value}: {reason}.")
    {
        Function = function;
        Value = value;
        Reason = reason;
        SqlState = sqlState;
    }

    /// <summary>
    /// The code of an error that Postgres does not have: a numeric value with more than 28 digits, more than 28 decimal places,
    /// or one that is not finite.
    /// </summary>
    public const string PrecisionLimit = "PW001";

    /// <summary>The function, operator or cast, as SQL names it.</summary>
    public string Function { get; }

    /// <summary>The arguments as text.</summary>
    public string Value { get; }

    /// <summary>What is wrong.</summary>
    public string Reason { get; }

    /// <summary>Postgres's error code, or <see cref="PrecisionLimit"/>.</summary>
    public string SqlState { get; }
}
