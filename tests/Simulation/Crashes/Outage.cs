namespace Millrace.Simulation.Tests.Crashes;

/// <summary>What happens to calls of the storage for a while.</summary>
/// <param name="Part">The calls that it concerns.</param>
/// <param name="Stalls">Whether they have no answer; else they fail.</param>
internal readonly record struct Outage(StoragePart Part, bool Stalls)
{
    /// <summary>Whether it concerns a call, given in words.</summary>
    public bool Concerns(string call) => Part switch
    {
        StoragePart.State => call.StartsWith("writing ", StringComparison.Ordinal) && call.Contains("/blobs/", StringComparison.Ordinal) && !call.EndsWith("-operators", StringComparison.Ordinal),
        StoragePart.Manifests => call.Contains("/manifests/", StringComparison.Ordinal),
        StoragePart.Heads => call.StartsWith("swapping ", StringComparison.Ordinal),
        // The rest are calls of the sink.
        _ => call.Split(' ')[0] is not ("ending" or "keeping" or "publishing" or "recovering"),
    };
}
