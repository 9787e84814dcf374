using Millrace.Hosting.Blobs;
using Millrace.Simulation.Tests.World.Checks;

namespace Millrace.Simulation.Tests.Faults;

/// <summary>The store as the processes see it: each call may be slow, may fail, and may fail although it took effect.</summary>
internal sealed class FaultyBlobStore(IBlobStore store, FaultPlan faults, ProtocolMonitor monitor, Landmarks landmarks) : IBlobStore
{
    /// <summary>Called for each written blob, before its writer gets the result.</summary>
    public Action<string> OnWritten { get; set; } = static _ => { };

    public void Put(string name, ReadOnlySpan<byte> content)
    {
        var bytes = content.ToArray();
        if (name.Contains("/blobs/", StringComparison.Ordinal) && faults.StrikesUpload()) throw new IOException($"Simulated: {name} was not written.");
        faults.Call($"writing {name}", () =>
        {
            store.Put(name, bytes);
            landmarks.Written(name);
            OnWritten(name);
        });
    }

    public byte[] Read(string name, long offset, int length) => faults.Call($"reading {name}", () => store.Read(name, offset, length));

    public byte[] Read(string name) => faults.Call($"reading {name}", () => store.Read(name));

    public IReadOnlyList<string> List(string prefix) => faults.Call($"listing {prefix}", () => store.List(prefix));

    public void Delete(string name) => faults.Call($"deleting {name}", () =>
    {
        monitor.Deleting(name);
        store.Delete(name);
    });

    public VersionedBlob? ReadVersioned(string name) => faults.Call($"reading {name}", () => store.ReadVersioned(name));

    public bool TrySwap(string name, long expected, ReadOnlySpan<byte> content)
    {
        var bytes = content.ToArray();
        return faults.Call($"swapping {name}", () =>
        {
            var isDone = store.TrySwap(name, expected, bytes);
            landmarks.Swapped(faults.Caller, isDone);
            if (!isDone) return false;
            monitor.Swapped(name);
            landmarks.Completed(monitor.Completed);
            return true;
        });
    }

    public string Describe(string name) => store.Describe(name);
}
