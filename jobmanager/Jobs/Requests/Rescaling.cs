using Millrace.Core.Control;

namespace Millrace.JobManager.Jobs;

/// <summary>A requested rescale and its progress.</summary>
internal sealed class Rescaling(ScaleRequest request, Action<ScaleResult> onEnd) : IDisposable
{
    private readonly List<Action<ScaleResult>> _onEnd = [onEnd];
    private bool _answered;

    public ScaleRequest Request => request;

    /// <summary>The time limit.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>The plan at the new scale, for which slots are being reserved.</summary>
    public PlannedJob? Candidate { get; set; }

    /// <summary>The plan at the new scale, once it is known that it can be placed.</summary>
    public PlannedJob? Planned { get; set; }

    /// <summary>The checkpoint from which the job starts at the new scale, once its barrier is sent; 0 before.</summary>
    public long Checkpoint { get; set; }

    /// <summary>Whether no user requested it: slots that the job wanted became free.</summary>
    public bool IsScaleUp { get; init; }

    /// <summary>Whether the tasks of the old scale have stopped or are stopping.</summary>
    public bool IsSwitched { get; set; }

    /// <summary>The timestamp at which they started to stop.</summary>
    public long Since { get; set; }

    /// <summary>The command is repeated: its answer is given here too.</summary>
    public void Repeat(Action<ScaleResult> again) => _onEnd.Add(again);

    public void Answer(ScaleResult result)
    {
        if (_answered) return;
        _answered = true;
        Dispose();
        foreach (var answer in _onEnd) answer(result);
    }

    public void Dispose() => Timer?.Dispose();
}
