namespace Millrace.Runtime.Receivers;

/// <summary>Where the records of a side output go.</summary>
internal abstract class SideOutput(OutputTag tag)
{
    public OutputTag Tag => tag;

    /// <summary>Goes on with what waits; true when there is room.</summary>
    public abstract bool Resume();
}

/// <summary>Where the records of a side output go, by their type.</summary>
internal sealed class SideOutput<T>(OutputTag tag, Receiver<T> next) : SideOutput(tag)
{
    public ReceiverCollector<T> Collector { get; } = new(next);

    public override bool Resume() => Collector.Resume();
}
