using Millrace.Runtime.Receivers;

namespace Millrace.Runtime.Operators;

/// <summary>What an operator's function puts out into: the main output and the side outputs that the job uses.</summary>
internal sealed class OperatorOutput<TOut>(Receiver<TOut> next, SideOutputs sideOutputs)
{
    public ReceiverCollector<TOut> Main { get; } = new(next);

    public SideOutputs Side => sideOutputs;

    /// <summary>Whether another call of the function may begin.</summary>
    public bool HasRoom => Main.HasRoom && sideOutputs.HasRoom;

    /// <summary>Goes on with what waits; true when there is room.</summary>
    public bool Resume() => Main.Resume() & sideOutputs.Resume();
}
