using Millrace.Local;

namespace Millrace.Bench.Measuring;

/// <summary>Runs jobs on the embedded cluster at parallelism 1, with checkpoints to a folder, twice a second by default.</summary>
internal static class EngineRun
{
    /// <exception cref="InvalidOperationException">The job did not finish.</exception>
    public static JobReport Execute(Func<IStreamJob> createJob, params string[] options)
    {
        var checkpoints = Directory.CreateTempSubdirectory("millrace-bench-").FullName;
        string[] interval = options.Contains("--checkpoint-interval") ? [] : ["--checkpoint-interval", "500ms"];
        var errors = Console.Error;
        Console.SetError(TextWriter.Null);
        try
        {
            JobReport? report = null;
            JobProgram.Run(
                ["--parallelism", "1", "--checkpoint-dir", checkpoints, .. interval, .. options], createJob, (r, _) => report = r);
            return report is { State: "finished" } ? report : throw new InvalidOperationException($"The job did not finish: {report}.");
        }
        finally
        {
            Console.SetError(errors);
            Directory.Delete(checkpoints, recursive: true);
        }
    }
}
