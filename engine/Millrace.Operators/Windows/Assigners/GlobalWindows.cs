namespace Millrace;

/// <summary>All records of a key in one window that never ends; it emits results only with a trigger.</summary>
public sealed class GlobalWindows : WindowAssigner
{
    private GlobalWindows() { }

    /// <summary>Creates the assigner of the window of all time.</summary>
    public static GlobalWindows Create() => new();

    /// <inheritdoc/>
    public override WindowAssigner<T> For<T>() => new Assigner<T>();

    private sealed class Assigner<T> : WindowAssigner<T>
    {
        public override bool NeverEnds => true;

        internal override Trigger<NoTriggerState>? DefaultTrigger => null;

        internal override bool NeedsTime => false;

        public override void Assign(T value, long time, ICollection<TimeWindow> windows) => windows.Add(TimeWindow.Global);
    }
}
