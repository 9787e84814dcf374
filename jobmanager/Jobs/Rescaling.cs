using Millrace.Core.Control;

namespace Millrace.JobManager;

/// <summary>A rescale that was asked for, and how far it is.</summary>
internal sealed class Rescaling(ScaleRequest request, Action<ScaleResult> onEnd) : IDisposable
{
    private bool _answered;

    public ScaleRequest Request => request;

    /// <summary>The time limit.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>The plan at the new scale, when it is known that it can be placed.</summary>
    public PlannedJob? Planned { get; set; }

    /// <summary>Whether nobody has asked for it: slots are free that the job wanted.</summary>
    public bool IsScaleUp { get; init; }

    /// <summary>Whether the tasks of the old scale are ended, or being ended.</summary>
    public bool IsSwitched { get; set; }

    /// <summary>When these began to end.</summary>
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
