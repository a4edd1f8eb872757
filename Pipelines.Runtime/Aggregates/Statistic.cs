namespace PathwayOrleans.Pipelines.Runtime.Aggregates;

/// <summary>What is computed of a number of values, their sum and the sum of their squares.</summary>
public enum Statistic
{
    Average,
    VarianceSample,
    VariancePopulation,
    DeviationSample,
    DeviationPopulation,
}
