using Millrace.Core.Jobs;
using Millrace.JobManager.Dispatching;

namespace Millrace.Simulation.Tests.World.Clients;

/// <summary>
/// What the answers to commands have promised of a job: its status must show it, until another command or a submission changes it. What one job
/// manager has granted, another one may not know of, where the storage did not answer.
/// </summary>
internal sealed class GrantedCommands
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _askedAgain = new(StringComparer.Ordinal);
    private int _scalings;
    private int? _parallelism;
    private string? _endedBy;
    private Dispatcher? _grantedBy;

    /// <summary>The first breach, or null.</summary>
    public string? Breach { get; private set; }

    /// <summary>The number of submissions: what is granted for an earlier one means nothing for the next.</summary>
    public int Submissions { get; private set; }

    /// <summary>The job is submitted, perhaps at another scale.</summary>
    public void Submitted() => (Submissions, _scalings, _parallelism, _endedBy) = (Submissions + 1, 0, null, null);

    /// <summary>A rescale is asked for. Of several at once nobody can tell which one comes last.</summary>
    /// <param name="command">The command's id; empty for none.</param>
    public void AskedToScale(string command)
    {
        (_scalings, _parallelism) = (_scalings + 1, null);
        if (command.Length > 0 && !_asked.Add(command)) _askedAgain.Add(command);
    }

    /// <summary>A rescale was granted.</summary>
    public void Scaled(string command, int parallelism, JobStatus status, Dispatcher by, int submission)
    {
        if (submission != Submissions || _scalings != 1) return;
        _scalings = 0;
        // A command that is given again may have been carried out long ago, and others since.
        if (_askedAgain.Contains(command)) return;
        (_parallelism, _endedBy, _grantedBy) = (parallelism, null, by);
        if (status.Result.State != JobState.Running && !status.HasEnded) Breach ??= $"The job was rescaled, and is {status.Result.State}.";
        Look(status, by);
    }

    /// <summary>A command was granted that ends the job.</summary>
    public void Ended(string command, JobStatus status, Dispatcher by, int submission)
    {
        if (submission != Submissions) return;
        if (status.Result.State is JobState.Cancelled or JobState.Failed && command != "cancel") Breach ??= $"'{command}' was granted, and the job is {status.Result.State}.";
        if (!status.HasEnded) Breach ??= $"'{command}' was granted, and the job is {status.Result.State}.";
        (_parallelism, _endedBy, _grantedBy) = (null, command, by);
    }

    /// <summary>A job manager tells the job's status.</summary>
    public void Look(JobStatus status, Dispatcher by)
    {
        if (by != _grantedBy) return;
        if (_endedBy is not null && !status.HasEnded) Breach ??= $"'{_endedBy}' was granted, and then the job is {status.Result.State}.";
        if (_parallelism is { } parallelism && status.Result.Job?.Parallelism != parallelism) Breach ??= $"The job was rescaled to {parallelism}, and has {status.Result.Job?.Parallelism}.";
    }
}
