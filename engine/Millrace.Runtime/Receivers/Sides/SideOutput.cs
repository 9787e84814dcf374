namespace Millrace.Runtime.Receivers.Sides;

/// <summary>The destination of a side output's records.</summary>
internal abstract class SideOutput(OutputTag tag)
{
    public OutputTag Tag => tag;

    /// <summary>Continues with waiting records; returns true when there is room.</summary>
    public abstract bool Resume();
}

/// <summary>The destination of a side output's records of type <typeparamref name="T"/>.</summary>
internal sealed class SideOutput<T>(OutputTag tag, Receiver<T> next) : SideOutput(tag)
{
    public ReceiverCollector<T> Collector { get; } = new(next);

    public override bool Resume() => Collector.Resume();
}
