using Millrace.Local;

namespace Millrace.Bench.Measuring;

/// <summary>Runs jobs on the embedded cluster, by default at parallelism 1, with checkpoints to a temporary folder, twice a second.</summary>
internal static class EngineRun
{
    /// <exception cref="InvalidOperationException">The job did not finish.</exception>
    public static JobReport Execute(Func<IStreamJob> createJob, params string[] options)
    {
        var checkpoints = Directory.CreateTempSubdirectory("millrace-bench-").FullName;
        try
        {
            return ExecuteIn(checkpoints, createJob, options);
        }
        finally
        {
            Directory.Delete(checkpoints, recursive: true);
        }
    }

    /// <summary>Runs a job with its checkpoints in a given storage, which is left as it is.</summary>
    /// <param name="checkpoints">A folder or URI.</param>
    /// <param name="createJob">Creates the job.</param>
    /// <param name="options">Its options.</param>
    /// <exception cref="InvalidOperationException">The job did not finish.</exception>
    public static JobReport ExecuteIn(string checkpoints, Func<IStreamJob> createJob, params string[] options)
    {
        string[] interval = options.Contains("--checkpoint-interval") ? [] : ["--checkpoint-interval", "500ms"];
        string[] parallelism = options.Contains("--parallelism") ? [] : ["--parallelism", "1"];
        var errors = Console.Error;
        Console.SetError(TextWriter.Null);
        try
        {
            JobReport? report = null;
            JobProgram.Run(
                [.. parallelism, "--checkpoint-dir", checkpoints, .. interval, .. options], createJob, (r, _) => report = r);
            return report is { State: "finished" } ? report : throw new InvalidOperationException($"The job did not finish: {report}.");
        }
        finally
        {
            Console.SetError(errors);
        }
    }
}
