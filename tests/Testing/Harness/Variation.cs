namespace Millrace.Tests.Testing.Harness;

/// <summary>One way to run a script; the output must be that of the plain run.</summary>
internal sealed record Variation
{
    /// <summary>The number of records in a batch.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Whether outputs have room for only one record, and free it only when every task waits.</summary>
    public bool Tight { get; init; }

    /// <summary>Whether records pass between tasks as they do between processes.</summary>
    public bool Remote { get; init; }

    /// <summary>Restores into new instances after every given number of script elements; 0 for never.</summary>
    public int RestoreEveryElements { get; init; }

    /// <summary>Restores after the given number of task steps, wherever they are, and each time after one step more; 0 for never.</summary>
    public int RestoreEverySteps { get; init; }

    /// <summary>Restores once, after the given number of task steps; 0 for never.</summary>
    public int RestoreAtStep { get; init; }

    /// <summary>The parallelisms of the instances in turn, repeated from the start.</summary>
    public IReadOnlyList<int> Parallelisms { get; init; } = [1];

    /// <summary>Whether a checkpoint's permit is lost with the instance that waits for it.</summary>
    public bool LosePermits { get; init; }

    /// <summary>Whether an instance does more after its snapshot before it is lost.</summary>
    public bool Aftermath { get; init; }

    /// <summary>
    /// Whether a restored instance gets records before it gets the watermark again, as behind several sources of which one is slow.
    /// </summary>
    public bool HoldsWatermark { get; init; }

    /// <summary>Whether the barrier overtakes the records between tasks, which then are part of the snapshot.</summary>
    public bool Unaligned { get; init; }

    public bool IsRescaled => Parallelisms.Any(p => p != 1);

    public bool Restores => RestoreEveryElements > 0 || RestoreEverySteps > 0 || RestoreAtStep > 0;

    public override string ToString() =>
        $"batches of {BatchSize}{(Tight ? ", output of capacity 1" : "")}{(Remote ? ", between processes" : "")}"
        + (RestoreEveryElements > 0 ? $", restored every {RestoreEveryElements} elements" : "")
        + (RestoreEverySteps > 0 ? $", restored every {RestoreEverySteps} steps" : "")
        + (RestoreAtStep > 0 ? $", restored after step {RestoreAtStep}" : "")
        + $", parallelism {string.Join(", ", Parallelisms)}{(LosePermits ? ", permits lost" : "")}{(Aftermath ? ", with an aftermath" : "")}{(HoldsWatermark ? ", its watermark held back" : "")}{(Unaligned ? ", unaligned" : "")}";
}
