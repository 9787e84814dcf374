using Millrace.Hosting.Blobs;
using Millrace.Simulation.Tests.World.Checks;

namespace Millrace.Simulation.Tests.Faults;

/// <summary>The store as the processes see it: each call may be slow, may fail, and may fail although it took effect.</summary>
/// <param name="store">The store.</param>
/// <param name="directory">The folder it is in, where writes that do not come to their end leave torn files; null where it is in none.</param>
/// <param name="faults">Decides what fails.</param>
/// <param name="monitors">Told of what changes.</param>
/// <param name="landmarks">Told of what is written.</param>
internal sealed class FaultyBlobStore(IBlobStore store, string? directory, FaultPlan faults, ProtocolMonitors monitors, Landmarks landmarks) : IBlobStore
{
    private int _torn;

    /// <summary>The number of torn files left.</summary>
    public int Torn => _torn;

    /// <summary>Called for each written blob, before its writer gets the result.</summary>
    public Action<string> OnWritten { get; set; } = static _ => { };

    public void Put(string name, ReadOnlySpan<byte> content)
    {
        var bytes = content.ToArray();
        Write(name, bytes, () =>
        {
            if (name.Contains("/blobs/", StringComparison.Ordinal) && faults.StrikesUpload()) throw new IOException($"Simulated: {name} was not written.");
            return Call($"writing {name}", () =>
            {
                store.Put(name, bytes);
                landmarks.Written(name, JobOf(name));
                OnWritten(name);
                return true;
            });
        });
    }

    public byte[] Read(string name, long offset, int length) => Call($"reading {name}", () => store.Read(name, offset, length));

    public byte[] Read(string name) => Call($"reading {name}", () => store.Read(name));

    public IReadOnlyList<string> List(string prefix) => Call($"listing {prefix}", () => store.List(prefix));

    public void Delete(string name) => Call($"deleting {name}", () =>
    {
        monitors.Of(JobOf(name)).Deleting(name);
        store.Delete(name);
        return true;
    });

    public VersionedBlob? ReadVersioned(string name) => Call($"reading {name}", () => store.ReadVersioned(name));

    public bool TrySwap(string name, long expected, ReadOnlySpan<byte> content)
    {
        var bytes = content.ToArray();
        return Write(name, bytes, () => Call($"swapping {name}", () =>
        {
            var isDone = store.TrySwap(name, expected, bytes);
            landmarks.Swapped(faults.Caller, JobOf(name), isDone);
            if (!isDone) return false;
            var monitor = monitors.Of(JobOf(name));
            monitor.Swapped();
            landmarks.Completed(JobOf(name), monitor.Completed);
            return true;
        }));
    }

    public byte[]? ReadVersion(string name, long version) => Call($"reading {name}", () => store.ReadVersion(name, version));

    public void SweepUnfinished(string prefix) => Call($"sweeping {prefix}", () =>
    {
        store.SweepUnfinished(prefix);
        return true;
    });

    public string Describe(string name, long version) => store.Describe(name, version);

    public string Describe(string name) => store.Describe(name);

    private T Call<T>(string what, Func<T> call) => faults.Call(what, call, isStorage: true);

    private static string JobOf(string name) => name.Split('/')[0];

    private bool Write(string name, byte[] content, Func<bool> write)
    {
        try
        {
            return write();
        }
        catch
        {
            // The process has died over it, or the disk was full: half of the private file is there.
            Tear(name, content);
            throw;
        }
    }

    private void Tear(string name, byte[] content)
    {
        if (directory is null) return;
        var folder = Directory.CreateDirectory(Path.Combine(directory, Path.GetDirectoryName(name)!)).FullName;
        landmarks.Torn();
        File.WriteAllBytes(Path.Combine(folder, $".tmp-0-{++_torn}-{Path.GetFileName(name)}"), content.AsSpan(0, content.Length / 2));
    }
}
