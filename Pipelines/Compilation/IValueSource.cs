using System.Linq.Expressions;
using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>What names mean in a compiled expression. Every result has a type that admits NULL.</summary>
internal interface IValueSource
{
    /// <summary>A column of the record.</summary>
    Expression Column(SourceColumn column);

    /// <summary>A key column of a result row.</summary>
    Expression Key(SourceColumn column);

    /// <summary>A bound of the window of a result row.</summary>
    Expression WindowBound(bool isEnd);

    /// <summary>The result of an aggregate of a result row.</summary>
    Expression Aggregate(int index, SqlType type);
}
