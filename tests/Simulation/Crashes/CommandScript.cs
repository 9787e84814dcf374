using Millrace.Core.Checkpoints;
using Millrace.Core.Jobs;
using Millrace.JobManager;
using Millrace.JobManager.Dispatching;
using Millrace.Simulation.Tests.World.Clients;

namespace Millrace.Simulation.Tests.Crashes;

/// <summary>
/// A user who gives one command after another, while the job runs. Each is given again under its id until it is carried out, as often as the job manager
/// dies, and once more afterwards.
/// </summary>
internal sealed class CommandScript
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    private readonly SmallCluster _cluster;
    private readonly CommandLine _commands;
    private readonly GivenAnswers _answers = new();
    private readonly Queue<CommandKind> _left;
    private readonly Action _onOver;
    private int _id;
    private bool _isAsking;
    private bool _isDone;

    /// <param name="cluster">The cluster.</param>
    /// <param name="kinds">The commands.</param>
    /// <param name="onOver">Called when all are carried out.</param>
    public CommandScript(SmallCluster cluster, IEnumerable<CommandKind> kinds, Action onOver)
    {
        (_cluster, _commands, _left, _onOver) = (cluster, new CommandLine(cluster.World), new(kinds), onOver);
        _cluster.World.After(s_pause, Act);
    }

    /// <summary>Whether a command is being carried out.</summary>
    public bool IsBusy { get; private set; }

    private void Act()
    {
        _commands.Look();
        if ((_commands.Breach ?? _answers.Breach) is { } breach) _cluster.Report(breach);
        if (_left.Count == 0) return;
        _cluster.World.After(s_pause, Act);
        if (_isAsking || _cluster.User is not { JobId: { } job, Last: { } last } || (!IsBusy && !MayBegin(last))) return;
        if (!IsBusy) (IsBusy, _isDone, _id) = (true, false, _id + 1);
        switch (_left.Peek())
        {
            case CommandKind.Savepoint:
                Ask<string>((d, answer, limit, id) => d.Savepoint(job, "", answer, limit, id), static path => path);
                break;
            case CommandKind.Rescale:
                var scale = new ScaleRequest(1 + (_id % 4), new Dictionary<string, int>(), s_limit) { Command = $"command-{_id}" };
                Ask<(JobStatus Status, TimeSpan)>((d, answer, _, _) => d.Rescale(job, scale, answer), static scaled => scaled.Status.Id);
                break;
            case var kind:
                Ask<(JobStatus, string Savepoint)>((d, answer, limit, id) => d.Stop(job, kind == CommandKind.Drain, "", answer, limit, id), static stopped => stopped.Savepoint);
                break;
        }
    }

    // A drain ends the sources, whatever they have not read.
    private bool MayBegin(JobResult job) => job.State == JobState.Running && (_left.Peek() != CommandKind.Drain || _cluster.Job.IsAllVisible);

    private void Ask<T>(Action<Dispatcher, Action<Answer<T>>, TimeSpan, string> ask, Func<T, string> textOf)
    {
        var id = $"command-{_id}";
        _isAsking = _commands.TryAsk<T>($"{_left.Peek()} as {id}", s_limit, (d, answer, limit) => ask(d, answer, limit, id), answer =>
        {
            _isAsking = false;
            if (answer is not { Refusal: null, Value: { } value }) return;
            _answers.Take(id, textOf(value));
            if (!_isDone)
            {
                _isDone = true;
                return;
            }

            IsBusy = false;
            _left.Dequeue();
            if (_left.Count == 0) _onOver();
        });
    }
}
