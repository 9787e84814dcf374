using Millrace.Core.Graph;
using Millrace.Runtime.Operators.Splits;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World;

/// <summary>The job that is simulated, and the properties that must hold for it.</summary>
internal interface ISimulatedJob : IDisposable
{
    /// <summary>The argument that counts the submissions of a job, if the job has it: for what may differ between them.</summary>
    const string StartOption = "start";

    string Name { get; }

    int MaxParallelism { get; }

    IReadOnlyDictionary<string, string> Arguments { get; }

    /// <summary>Whether the model also holds when slots are short, and operators with their own parallelism run with less.</summary>
    bool MayRunLower => true;

    /// <summary>Whether the model also holds when clocks are set back, so that what had expired has not.</summary>
    bool BearsClocksThatGoBack => true;

    /// <summary>Tells the latest time of day that the clock of any process had, in milliseconds; null where clocks are near to each other.</summary>
    Func<long?> LatestClock
    {
        set { }
    }

    /// <summary>Creates the job as a process does; called once per subtask.</summary>
    IStreamJob Create();

    /// <summary>A job manager deploys an attempt to a task manager.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="isWhole">Whether all subtasks of the job have it, and none runs on from an earlier one.</param>
    /// <param name="restored">The checkpoint that it restores, or 0.</param>
    /// <param name="taskManager">The task manager.</param>
    void OnDeployed(ExecutionAttempt attempt, bool isWhole, long restored, SimulatedProcess taskManager)
    {
    }

    /// <summary>An attempt has ended on a task manager.</summary>
    void OnEnded(ExecutionAttempt attempt, SimulatedProcess taskManager)
    {
    }

    /// <summary>A job manager triggers a checkpoint.</summary>
    void OnTriggered(ExecutionAttempt attempt, long checkpoint)
    {
    }

    /// <summary>A drain has completed.</summary>
    /// <param name="splits">The splits of all sources, with how far its checkpoint has read them.</param>
    void OnDrained(IReadOnlyList<SplitState> splits)
    {
    }

    /// <summary>The newest epoch with visible output, or 0.</summary>
    long NewestVisibleEpoch { get; }

    /// <summary>Returns what is wrong with the visible output, after a crash or at the end; null where nothing is.</summary>
    string? WhatIsWrong(Circumstances now);
}
