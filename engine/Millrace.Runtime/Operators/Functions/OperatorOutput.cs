using Millrace.Runtime.Receivers;
using Millrace.Runtime.Receivers.Sides;

namespace Millrace.Runtime.Operators.Functions;

/// <summary>The outputs of an operator's function: the main output and the side outputs that the job uses.</summary>
internal sealed class OperatorOutput<TOut>(Receiver<TOut> next, SideOutputs sideOutputs)
{
    public ReceiverCollector<TOut> Main { get; } = new(next);

    public SideOutputs Side => sideOutputs;

    /// <summary>Whether the function may be called again.</summary>
    public bool HasRoom => Main.HasRoom && sideOutputs.HasRoom;

    /// <summary>Continues with waiting output; returns true when there is room.</summary>
    public bool Resume() => Main.Resume() & sideOutputs.Resume();
}
