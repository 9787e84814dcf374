namespace Millrace.Simulation.Tests.Cluster;

/// <summary>What is simulated, and what must hold of it.</summary>
internal interface ISimulatedJob : IDisposable
{
    string Name { get; }

    int MaxParallelism { get; }

    IReadOnlyDictionary<string, string> Arguments { get; }

    /// <summary>Makes the job as a process does; called once a subtask.</summary>
    IStreamJob Create();

    /// <summary>The newest epoch of which something is visible, or 0.</summary>
    long NewestVisibleEpoch { get; }

    /// <summary>What is wrong with what is visible outside, after a crash or at the end; null where nothing is.</summary>
    string? WhatIsWrong(Circumstances now);
}
