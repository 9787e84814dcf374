namespace Millrace.Simulation.Tests.Command;

/// <summary>The simulation that the command runs.</summary>
internal interface ISimulation
{
    /// <summary>What 1,000 runs together must reach.</summary>
    IReadOnlyList<string> Coverage { get; }

    /// <summary>Runs one seed to its end; several threads may each run one.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="trace">Receives each event as it happens; null for none.</param>
    RunResult Run(ulong seed, Action<string>? trace);
}
