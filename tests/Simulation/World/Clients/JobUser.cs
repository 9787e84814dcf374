using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager;
using Millrace.JobManager.Dispatching;
using Millrace.Simulation.Tests.World.Checks;
using Millrace.Simulation.Tests.World.Processes;

namespace Millrace.Simulation.Tests.World.Clients;

/// <summary>
/// The user of the job: submits it, sends it commands at random moments, and submits it again if it has ended before it was finished,
/// until it is.
/// </summary>
internal sealed partial class JobUser
{
    /// <summary>The kinds of commands sent.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        [.. new[] { "submit", "list", "get", "logs", "follow", "checkpoints", "checkpoint", "savepoint", "rescale", "stop", "drain", "cancel" }.Select(static k => $"command {k}"), Repeated, Same, ByPath, Abandoned];

    private const string Repeated = "command given again";
    private const string Same = "command answered again";
    private const string ByPath = "savepoint restored by path";
    private const string Abandoned = "abandoned savepoint refused";

    // Milliseconds from one look to the next at most; a hasty one finds jobs in the middle of their input.
    private const int Patient = 200;
    private const int Hasty = 20;

    private static readonly TimeSpan s_readLimit = TimeSpan.FromSeconds(30);

    private readonly SimulatedWorld _world;
    private readonly SeededRandom _random;
    private readonly ISimulatedJob _job;
    private readonly CommandLine _commands;
    private readonly GrantedCommands _granted = new();
    private readonly GivenAnswers _answers = new();
    private readonly UnclearSubmissions _unclear = new();
    private readonly int _pace;
    private readonly bool _goesBack;
    private readonly TakenSavepoints _savepoints = new();
    private int _submissions;
    private int _ids;
    private bool _isBusy;
    private bool _isKnown;

    public JobUser(SimulatedWorld world, SeededRandom random, ISimulatedJob job)
    {
        (_world, _random, _job) = (world, random, job);
        _commands = new CommandLine(world);
        _goesBack = world.HasPaths && random.Next(2) == 0;
        CommandsLeft = _goesBack ? random.Next(6, 20) : random.Next(8);
        _pace = _goesBack || random.Next(3) == 0 ? Hasty : Patient;
        _world.After(TimeSpan.FromMilliseconds(1), Act);
    }

    /// <summary>The number of modifying commands still to be sent.</summary>
    public int CommandsLeft { get; set; }

    /// <summary>Whether it waits for the answer to a submission, which it would otherwise send to two job managers.</summary>
    public bool IsSubmitting { get; private set; }

    /// <summary>Whether it has restored a savepoint by its path, which need not be the newest state.</summary>
    public bool WentBack { get; private set; }

    /// <summary>The job's id, once known.</summary>
    public string? JobId { get; private set; }

    /// <summary>The job's most recently observed result.</summary>
    public JobResult? Last { get; private set; }

    /// <summary>When the job was last seen running or ended, in ticks.</summary>
    public long LastGood { get; private set; }

    public bool HasFinished { get; private set; }

    /// <summary>All savepoints that were answered, which nobody deletes.</summary>
    public IReadOnlyCollection<string> Savepoints => _savepoints.All;

    /// <summary>The first fault observed; null where there is none.</summary>
    public string? Breach { get; private set; }

    public void Look()
    {
        _commands.Look();
        Breach ??= _commands.Breach ?? _granted.Breach ?? _answers.Breach ?? _unclear.Breach;
    }

    private void Act()
    {
        if (HasFinished) return;
        _world.After(TimeSpan.FromMilliseconds(_random.Next(1, CommandsLeft > 0 ? _pace : Patient)), Act);
        if (_isBusy || _commands.JobManager is null) return;
        if (!_isKnown) Find();
        else if (CommandsLeft > 0 && Last?.State == JobState.Running && _random.Next(3) == 0) Command();
        else Watch();
    }

    /// <summary>Checks whether the job exists before submitting it: an answer may have been lost.</summary>
    private void Find() => Ask<IReadOnlyList<JobStatus>>("list", s_readLimit, static (d, answer, _) => d.List(all => answer(new Answer<IReadOnlyList<JobStatus>>(all, null))), answer =>
    {
        if (answer?.Value is not { } jobs) return;
        jobs = [.. jobs.Where(j => j.Name == _job.Name)];
        if (jobs.Count > 1) Breach ??= $"There are {jobs.Count} jobs, and one was submitted: {string.Join(", ", jobs.Select(static j => j.Id))}.";
        if (jobs.Count > 0 && !_world.HadStaleProcesses) _unclear.Look(jobs[0]);
        if (jobs.FirstOrDefault() is { HasEnded: false } job) Know(job.Id);
        else Submit();
    });

    private void Know(string job)
    {
        (_isKnown, JobId) = (true, job);
        _unclear.Clear();
    }

    private string NewId() => _random.Next(8) == 0 ? "" : $"{_job.Name}-{++_ids}";

    private void Take(string command, string answer)
    {
        if (command.Length > 0 && _answers.Take(command, answer)) _world.Seen.Note(Same);
    }

    private void Watch() => Ask<JobStatus>("get", s_readLimit, (d, answer, _) => d.Get(JobId!, Then<JobStatus>(answer, status => _granted.Look(status, d))), answer =>
    {
        if (answer?.Refusal is { } refusal) Breach ??= $"The job is not known any more: {refusal.Message}";
        if (answer?.Value is not { } status) return;
        Take(status);
    });

    private void Take(JobStatus status)
    {
        Last = status.Result;
        if (status.Result.State is JobState.Running || status.HasEnded) LastGood = _world.Scheduler.Time.Now;
        if (!status.HasEnded) return;
        _world.Events.Add("client", "sees the job's end", status.Result.State);
        _world.Seen.Note($"job {status.Result.State}");
        switch (status.Result.State)
        {
            case JobState.Finished:
                HasFinished = true;
                break;
            case JobState.Failed when !MayHaveFailed(status.Result):
                Breach ??= $"The job failed after {status.Result.RestartHistory} with {status.Result.Failure?.Domain}: {status.Result.Failure?.Summary}\n{status.Result.Failure?.Details}";
                break;
            default:
                _isKnown = false;
                break;
        }
    }

    // When so many of its functions' failures were injected, or it is suspected of so many ends of processes, that its policy allows no more; and
    // at once when it is suspected while it is planned.
    private bool MayHaveFailed(JobResult result) => result.Failure is { Domain: FailureDomain.User } failure
        && (!failure.CanRetry || result.RestartHistory.UserFailures > RestartPolicy.Default.UserRestarts)
        && result.Failures.Where(static f => f.Failure.Domain == FailureDomain.User).All(f => IsSuspected(f.Failure.Message) || (f.Failure.CanRetry && FailureMonitor.IsInjected(f.Failure)));

    // When processes are killed on which a job runs or is planned, it looks as if the job had done it.
    private bool IsSuspected(string message) => message.Contains("suspected of ending them", StringComparison.Ordinal) && _world.Losses.MaySuspect(_job.Name);

    private void Command()
    {
        CommandsLeft--;
        var limit = TimeSpan.FromSeconds(_random.Next(10, 120));
        var (submission, id) = (_granted.Submissions, NewId());
        const int Cancel = 2;
        const int Savepoint = 3;
        switch (_goesBack && _random.Next(4) > 0 ? (_random.Next(3) < _savepoints.Usable ? Cancel : Savepoint) : _random.Next(13))
        {
            case 0:
                Ask<(JobStatus, string Savepoint)>("stop", limit, (d, answer, l) => d.Stop(JobId!, false, "", Then(answer, stopped => _granted.Ended("stop", stopped.Item1, d, submission)), l, id), stopped => Keep(id, stopped.Savepoint, submission), id);
                break;
            case 1 or 8 or 9:
                Ask<(JobStatus, string Savepoint)>("drain", limit, (d, answer, l) => d.Stop(JobId!, true, "", Then(answer, stopped => _granted.Ended("drain", stopped.Item1, d, submission)), l, id), stopped => Keep(id, stopped.Savepoint, submission), id);
                break;
            case Cancel:
                Ask<JobStatus>("cancel", limit, (d, answer, l) => d.Cancel(JobId!, Then(answer, status => _granted.Ended("cancel", status, d, submission)), l));
                break;
            case Savepoint or 4:
                Ask<string>("savepoint", limit, (d, answer, l) => d.Savepoint(JobId!, "", answer, l, id), savepoint => Keep(id, savepoint, submission), id);
                break;
            case 5:
                Ask<CheckpointRecord>("checkpoint", limit, (d, answer, l) => d.Checkpoint(JobId!, answer, l));
                break;
            case 6:
                _world.Seen.Note("command logs");
                _commands.JobManager?.Logs.Read(JobId!, _random.Next(20));
                _commands.Follow(JobId!, s_readLimit, TimeSpan.FromMilliseconds(_random.Next(1, 5000)));
                break;
            case 7:
                Ask<CheckpointOverview>("checkpoints", s_readLimit, (d, answer, l) => d.ListCheckpoints(JobId!, answer, l));
                break;
            default:
                var scale = new ScaleRequest(_random.Next(1, Math.Min(WorldShape.MostSubtasks, _job.MaxParallelism) + 1), new Dictionary<string, int>(), limit) { Command = id };
                Ask<(JobStatus Status, TimeSpan)>(
                    "rescale",
                    limit + Dispatcher.ReadLimit,
                    (d, answer, _) =>
                    {
                        _granted.AskedToScale(id);
                        d.Rescale(JobId!, scale, Then(answer, scaled => _granted.Scaled(id, scale.Parallelism!.Value, scaled.Status, d, submission)));
                    });
                break;
        }
    }

    private void Keep(string command, string savepoint, int submission)
    {
        Take(command, savepoint);
        // Whoever has gone back since it was asked for may have abandoned it.
        _savepoints.Add(savepoint, _world.HasPaths, mayBeAbandoned: submission != _granted.Submissions);
    }

    /// <summary>Looks at what was granted before its answer is taken.</summary>
    private static Action<Answer<T>> Then<T>(Action<Answer<T>> answer, Action<T> look) => given =>
    {
        if (given is { Refusal: null, Value: { } value }) look(value);
        answer(given);
    };

    // A command that changes the job is not awaited: the next command may come before its answer.
    // One who hears nothing gives the command again, and so does one who is impatient.
    private void Ask<T>(string what, TimeSpan limit, Action<Dispatcher, Action<Answer<T>>, TimeSpan> ask, Action<T>? onAnswer = null, string id = "")
    {
        Give();
        Repeat(_random.Next(6) == 0);

        void Give() => Ask(what, limit, ask, Take, isAwaited: false);

        void Take(Answer<T>? answer)
        {
            LookAtRefusal(answer);
            if (answer is { Refusal: null, Value: { } value }) onAnswer?.Invoke(value);
            Repeat(answer is null or { Refusal.Kind: RefusalKind.Late or RefusalKind.Unavailable } && _random.Next(2) == 0);
        }

        void Repeat(bool isWanted)
        {
            if (!isWanted || HasFinished || JobId is null) return;
            _world.Seen.Note(Repeated);
            _world.After(TimeSpan.FromMilliseconds(_random.Next(1, 1000)), Give);
        }

        // The job exists, and nothing asked of it is wrong, unless it may not be planned any more.
        void LookAtRefusal(Answer<T>? answer)
        {
            if (answer?.Refusal is { Kind: RefusalKind.Refused, Message: var reason }) _answers.Refuse(id, reason);
            if (answer?.Refusal is { Kind: RefusalKind.NotFound or RefusalKind.BadInput } refusal && !IsSuspected(refusal.Message)) Breach ??= $"'{what}' was refused: {refusal.Message}";
        }
    }

    private void Ask<T>(string what, TimeSpan limit, Action<Dispatcher, Action<Answer<T>>, TimeSpan> ask, Action<Answer<T>?> onEnd, bool isAwaited = true)
    {
        if (isAwaited) _isBusy = true;
        if (!_commands.TryAsk(what, limit, ask, Ended)) Ended(null);

        void Ended(Answer<T>? answer)
        {
            if (isAwaited) _isBusy = false;
            onEnd(answer);
        }
    }
}
