using PathwayOrleans.CommandLine;
using PathwayOrleans.Pipelines.Oracle;
using PathwayOrleans.Producer.Load;

namespace PathwayOrleans.Demo.Subjects;

/// <summary>The pipeline and the records of a demo.</summary>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="PipelineFile">Its file, as a full path.</param>
/// <param name="RecordsFile">The file with the records, one in a line.</param>
/// <param name="Records">The number of records.</param>
internal sealed record PipelineInput(VerifiedPipeline Pipeline, string PipelineFile, string RecordsFile, long Records)
{
    // Long enough for workers to be killed while records arrive.
    private const double ShortestLoad = 10;
    private const double IntervalsOfFaults = 4;

    /// <summary>Reads the pipeline and counts the records; null without a pipeline.</summary>
    /// <exception cref="Configuration.ConfigurationRejectedException">The pipeline has errors.</exception>
    /// <exception cref="CommandFailedException">There are no records, or they cannot be read.</exception>
    internal static PipelineInput? Read(DemoOptions options)
    {
        if (options is not { Pipeline: { } pipeline, Input: { } input })
        {
            return null;
        }

        var read = VerifiedPipeline.Read(pipeline);
        long records = Count(input);
        return records > 0
            ? new PipelineInput(read, Path.GetFullPath(pipeline), input, records)
            : throw new CommandFailedException(
                $"--input is {input}, which has no records. It must have one JSON value in a line.");
    }

    /// <summary>
    /// Records per second; 0 = unlimited. If it is not given and there are faults, the load takes long enough for several.
    /// </summary>
    internal double RateOf(DemoOptions options)
    {
        double every = Math.Max(options.KillEvery, options.FreezeEvery);
        return options.HasRate || every == 0
            ? options.Rate
            : Records / Math.Max(ShortestLoad, IntervalsOfFaults * every);
    }

    private static long Count(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            return NdjsonReplayer.Count(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"--input is {file}, which cannot be read: {e.Message}", e);
        }
    }
}
