namespace Millrace.Simulation.Tests.World;

/// <summary>What is simulated, and what must hold of it.</summary>
internal interface ISimulatedJob : IDisposable
{
    /// <summary>The argument that counts the submissions of a job, where it has it: for what may differ between them.</summary>
    const string StartOption = "start";

    string Name { get; }

    int MaxParallelism { get; }

    IReadOnlyDictionary<string, string> Arguments { get; }

    /// <summary>Whether the model holds too where slots are few, and operators with a parallelism of their own run with less.</summary>
    bool MayRunLower => true;

    /// <summary>Whether the model holds too where clocks are set back, so that what had expired has not.</summary>
    bool BearsClocksThatGoBack => true;

    /// <summary>Makes the job as a process does; called once a subtask.</summary>
    IStreamJob Create();

    /// <summary>The newest epoch of which something is visible, or 0.</summary>
    long NewestVisibleEpoch { get; }

    /// <summary>What is wrong with what is visible outside, after a crash or at the end; null where nothing is.</summary>
    string? WhatIsWrong(Circumstances now);
}
