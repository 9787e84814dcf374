using System.Diagnostics.CodeAnalysis;

namespace Millrace.Runtime.Receivers.Sides;

/// <summary>The side outputs of an operator that the job uses. They report room in the same way as the main output.</summary>
/// <param name="used">The side outputs that the job uses.</param>
/// <param name="unused">Takes the records of the others; null where they are dropped.</param>
internal sealed class SideOutputs(IReadOnlyList<SideOutput> used, ISideOutputs? unused = null) : ISideOutputs
{
    private readonly SideOutput[] _used = [.. used];

    public static SideOutputs None { get; } = new([]);

    /// <summary>Whether another record may be started.</summary>
    public bool HasRoom { get; private set; } = true;

    public void Collect<T>(OutputTag<T> tag, T value, long timestamp)
    {
        if (!TryFind(tag, out var output))
        {
            unused?.Collect(tag, value, timestamp);
            return;
        }

        if (output is not SideOutput<T> typed)
        {
            throw new InvalidOperationException(
                $"A {typeof(T).Name} was emitted to the side output '{tag.Name}', which the job reads as {output.Tag.RecordType.Name}.");
        }

        typed.Collector.Collect(value, timestamp);
        HasRoom &= typed.Collector.HasRoom;
    }

    /// <summary>Continues with waiting records; returns true when there is room.</summary>
    public bool Resume()
    {
        if (HasRoom) return true;
        var room = true;
        foreach (var output in _used) room &= output.Resume();
        return HasRoom = room;
    }

    private bool TryFind(OutputTag tag, [NotNullWhen(true)] out SideOutput? found)
    {
        // A tag is mostly the same object everywhere; where Define creates one per subtask, it is found by name.
        found = Array.Find(_used, output => ReferenceEquals(output.Tag, tag)) ?? Array.Find(_used, output => output.Tag.Name == tag.Name);
        return found is not null;
    }
}
