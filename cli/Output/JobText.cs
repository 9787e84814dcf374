using System.Globalization;
using Millrace.Cli.Reports;
using Millrace.Core.Checkpoints;

namespace Millrace.Cli.Output;

/// <summary>Formats a job for people.</summary>
internal static class JobText
{
    private const int LabelWidth = 14;

    /// <summary>Returns the name and the id.</summary>
    public static string Called(JobReport job) => Readable.Line($"{job.Name} ({job.Id})");

    /// <summary>Returns the current parallelism, and the requested one if that is higher.</summary>
    public static string Parallelism(JobReport job)
    {
        var now = job.Parallelism.ToString(CultureInfo.InvariantCulture);
        return job.RequestedParallelism <= job.Parallelism ? now : string.Create(CultureInfo.InvariantCulture, $"{now} of {job.RequestedParallelism}");
    }

    /// <summary>Returns the newest checkpoint.</summary>
    public static string Checkpoint(JobReport job) => job.LatestCheckpoint == 0 ? "-" : job.LatestCheckpoint.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns the time from its start to its end, or until now.</summary>
    public static string RunsFor(JobReport job, TimeProvider clock) =>
        job.Started is { } started ? Readable.Span((job.Ended ?? clock.GetUtcNow().UtcDateTime) - started) : "-";

    /// <summary>Returns what it has dropped, each part starting with a comma; empty where that is nothing.</summary>
    public static string Losses(JobReport job) => new Losses(job.LateRecords, job.SkippedRecords, job.DroppedTimers).Suffix;

    /// <summary>Returns its status in one line.</summary>
    public static string Standing(JobReport job)
    {
        var restarts = job.Restarts == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {job.Restarts} {(job.Restarts == 1 ? "restart" : "restarts")}");
        var waits = job.WaitingFor is null ? "" : $", waits for {job.WaitingFor}";
        return Readable.Line($"{job.State}: parallelism {Parallelism(job)}, last checkpoint {(job.LatestCheckpoint == 0 ? "none" : Checkpoint(job))}{restarts}{Losses(job)}{waits}");
    }

    /// <summary>Writes everything about it.</summary>
    public static void Write(JobReport job, CommandOutput output)
    {
        Field(output, "id", job.Id);
        Field(output, "name", job.Name);
        Field(output, "state", job.WaitingFor is null ? job.State : $"{job.State} (for {job.WaitingFor})");
        Field(output, "parallelism", string.Create(CultureInfo.InvariantCulture, $"{Parallelism(job)} (max {job.MaxParallelism})"));
        Field(output, "checkpoints", string.Create(CultureInfo.InvariantCulture, $"{job.Checkpoints} completed, newest: {(job.LatestCheckpoint == 0 ? "none" : Checkpoint(job))}"));
        Field(output, "restarts", string.Create(CultureInfo.InvariantCulture, $"{job.Restarts} (attempt {job.Attempt})"));
        if (Losses(job) is { Length: > 0 } losses) Field(output, "losses", losses[2..]);
        Field(output, "started", Readable.Time(job.Started, output.Time));
        if (job.Ended is not null) Field(output, "ended", Readable.Time(job.Ended, output.Time));
        Field(output, job.Ended is null ? "runs for" : "ran for", RunsFor(job, output.Time));
        if (job.Savepoint is not null) Field(output, "savepoint", job.Savepoint);
        Field(output, "artifact", job.Artifact);
        if (job.TaskManagers.Count > 0) Field(output, "task managers", string.Join(", ", job.TaskManagers));
        if (job.Failure is { } failure)
        {
            Field(output, "last failure", $"{Readable.Time(failure.Time, output.Time)} {Summary(failure)}");
            output.Line($"{"",LabelWidth} 'millrace exceptions {Readable.Line(job.Id)}' shows more");
        }

        if (job.Operators.Count == 0) return;
        output.Line("");
        Operators(job.Operators, output);
    }

    /// <summary>Returns a failure in one line.</summary>
    public static string Summary(FailureReport failure)
    {
        var at = failure.Operator is null ? "" : $" in {failure.Operator}";
        var record = failure.Record is null ? "" : $" at {failure.Record}";
        return Readable.Line($"{failure.Domain} failure{at}{record}: {failure.Message}");
    }

    /// <summary>Writes operators, one per line.</summary>
    public static void Operators(IReadOnlyList<OperatorReport> operators, CommandOutput output)
    {
        var table = new Table("OPERATOR", "NAME", "KIND", "PARALLELISM>");
        foreach (var o in operators) table.Add(o.HasUid ? o.Id : $"{o.Id} (no Uid)", o.Name, o.Kind, o.Parallelism.ToString(CultureInfo.InvariantCulture));
        output.Table(table);
    }

    private static void Field(CommandOutput output, string label, string value) => output.Line($"{label,-LabelWidth} {Readable.Line(value)}");
}
