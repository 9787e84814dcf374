using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Local.Cluster;
using Millrace.Local.Options;
using Millrace.Runtime.State;

namespace Millrace.Local;

/// <summary>The main program of a job: reads the command line and runs the job on an embedded cluster.</summary>
public static class JobProgram
{
    /// <summary>Runs a job to its end and returns the exit code (see <see cref="ExitCodes"/>).</summary>
    /// <param name="args">The command line.</param>
    /// <param name="createJob">Creates the job; called twice to plan, and the plans are compared, and once more for every subtask attempt.</param>
    /// <param name="onEnd">Called at the end with the job's option values, to print results; not called after invalid input.</param>
    /// <param name="stateBackend">Creates keyed state; null for the engine's own, in memory.</param>
    /// <exception cref="InvalidJobException"><paramref name="onEnd"/> is asynchronous: the program would end before it completes.</exception>
    public static int Run(
        string[] args, Func<IStreamJob> createJob, Action<JobReport, JobArguments>? onEnd = null, IKeyedStateBackendFactory? stateBackend = null)
    {
        if (onEnd is not null) AsynchronousFunctions.Refuse(onEnd, "JobProgram.Run");
        return Run(args, createJob, onEnd, Terminal.OfProcess, stateBackend);
    }

    internal static int Run(
        string[] args, Func<IStreamJob> createJob, Action<JobReport, JobArguments>? onEnd, Terminal terminal, IKeyedStateBackendFactory? stateBackend = null)
    {
        using var signals = new StopSignals(terminal.Error, Environment.Exit);
        JobRun run;
        try
        {
            if (new JobCommandLine(createJob()).Read(args, terminal.Output) is not { } read) return ExitCodes.Ended;
            run = JobRun.Prepare(createJob, read.Options, read.Own, terminal);
        }
        catch (Exception e) when (e is InvalidJobException or IOException or UnauthorizedAccessException)
        {
            return End(ExitCodes.BadInput, e.Message);
        }
        catch (JobDefinitionException e)
        {
            return End(ExitCodes.Failed, $"{e.Message}\n{ExceptionText.Of(e.InnerException!).Details}");
        }

        using (run)
        {
            try
            {
                return run.Execute(signals, onEnd, stateBackend);
            }
            catch (InvalidJobException e)
            {
                return End(ExitCodes.BadInput, e.Message);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return End(ExitCodes.Failed, e.Message);
            }
        }

        int End(int code, string message)
        {
            terminal.Error.WriteLine($"error: {BoundedText.Escape(message, keepsLines: true)}");
            return code;
        }
    }
}
