namespace Millrace.Simulation.Tests.Command;

/// <summary>What the command runs.</summary>
internal interface ISimulation
{
    /// <summary>What 1,000 runs together must have reached.</summary>
    IReadOnlyList<string> Coverage { get; }

    /// <summary>Runs one seed to its end; several threads may run one each.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="trace">Gets each event as it happens; null where nobody reads them.</param>
    RunResult Run(ulong seed, Action<string>? trace);
}
