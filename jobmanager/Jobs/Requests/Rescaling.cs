using Millrace.Core.Control;

namespace Millrace.JobManager.Jobs;

/// <summary>A requested rescale and its progress.</summary>
internal sealed class Rescaling(ScaleRequest request, Action<ScaleResult> onEnd) : IDisposable
{
    private bool _answered;

    public ScaleRequest Request => request;

    /// <summary>The time limit.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>The plan at the new scale, for which slots are being reserved.</summary>
    public PlannedJob? Candidate { get; set; }

    /// <summary>The plan at the new scale, once it is known that it can be placed.</summary>
    public PlannedJob? Planned { get; set; }

    /// <summary>Whether no user requested it: slots that the job wanted became free.</summary>
    public bool IsScaleUp { get; init; }

    /// <summary>Whether the tasks of the old scale have stopped or are stopping.</summary>
    public bool IsSwitched { get; set; }

    /// <summary>The timestamp at which they started to stop.</summary>
    public long Since { get; set; }

    public void Answer(ScaleResult result)
    {
        if (_answered) return;
        _answered = true;
        Dispose();
        onEnd(result);
    }

    public void Dispose() => Timer?.Dispose();
}
