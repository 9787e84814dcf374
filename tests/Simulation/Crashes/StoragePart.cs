namespace Millrace.Simulation.Tests.Crashes;

/// <summary>A part of the storage.</summary>
internal enum StoragePart
{
    /// <summary>State and indexes, which task managers write.</summary>
    State,

    /// <summary>Manifests, which the job manager writes.</summary>
    Manifests,

    /// <summary>Heads, which the job manager swaps.</summary>
    Heads,

    All,
}
