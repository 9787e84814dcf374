using System.Runtime.CompilerServices;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Leading;
using Millrace.Simulation.Tests.World.Checks;
using Millrace.Testing.Hosts;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Simulation.Tests.Faults;

/// <summary>The store as the processes see it: its calls take effect and are answered when it happens to be, and may fail.</summary>
/// <param name="store">The store.</param>
/// <param name="directory">The folder it is in, where writes that do not come to their end leave torn files; null where it is in none.</param>
/// <param name="faults">Tells which process calls.</param>
/// <param name="calls">Makes the calls.</param>
/// <param name="monitors">Told of what changes.</param>
/// <param name="landmarks">Told of what is written.</param>
internal sealed class FaultyBlobStore(IBlobStore store, string? directory, FaultPlan faults, StorageCalls calls, ProtocolMonitors monitors, Landmarks landmarks) : IBlobStore
{
    private int _torn;

    /// <summary>The number of torn files left.</summary>
    public int Torn => _torn;

    /// <summary>Called for each written blob, before its writer gets the result.</summary>
    public Action<string> OnWritten { get; set; } = static _ => { };

    /// <summary>Called with a process that calls for a deletion, and the job.</summary>
    public Action<SimulatedProcess, string> OnDeleting { get; set; } = static (_, _) => { };

    /// <summary>Called with a job when its head begins an attempt that restores the oldest of several checkpoints.</summary>
    public Action<string> OnRestoringOldest { get; set; } = static _ => { };

    public Task<BlobWriter> CreateAsync(string name, CancellationToken cancellation) =>
        Task.FromResult<BlobWriter>(new BufferedWriter((content, token) => Write($"writing {name}", name, content, token, () =>
        {
            if (name.Contains("/blobs/", StringComparison.Ordinal) && calls.StrikesUpload())
            {
                Tear(name, content);
                throw new IOException($"Simulated: {name} was not written.");
            }

            store.Put(name, content);
            landmarks.Written(name, JobOf(name));
            OnWritten(name);
            return true;
        })));

    public Task<byte[]> ReadAsync(string name, CancellationToken cancellation) => calls.Make($"reading {name}", () => store.Read(name), cancellation);

    public async Task ReadAsync(string name, long offset, Memory<byte> destination, CancellationToken cancellation)
    {
        // Whoever does not wait any longer may use the memory for something else.
        var length = destination.Length;
        var read = await calls.Make($"reading {name}", () => Read(name, offset, length), cancellation);
        read.CopyTo(destination);
    }

    public Task<long?> FindLengthAsync(string name, CancellationToken cancellation) =>
        calls.Make($"looking for {name}", () => store.FindLengthAsync(name, CancellationToken.None).Now(), cancellation);

    public async IAsyncEnumerable<BlobItem> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Each page is twice as long as the one before: a folder of thousands of items takes no more calls than from a real store.
        for (var (last, size) = ("", calls.PageSize); ; size *= 2)
        {
            var page = await calls.Make($"listing {folder}", () => ListAfter(folder, last, size), cancellation);
            foreach (var item in page) yield return item;
            if (page.Count < size) yield break;
            last = page[^1].Name;
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellation)
    {
        var caller = faults.Caller;
        if (faults.Process is { } process) OnDeleting(process, JobOf(name));
        return calls.Make(
            $"deleting {name}",
            () =>
            {
                monitors.Of(JobOf(name)).Deleting(name);
                landmarks.Deleted(caller, monitors.Of(JobOf(name)).RestoresOldest);
                store.Delete(name);
                return true;
            },
            cancellation);
    }

    public Task<VersionedBlob?> ReadVersionedAsync(string name, CancellationToken cancellation) => calls.Make($"reading {name}", () => store.ReadVersioned(name), cancellation);

    public Task<VersionedBlob?> ReadBeforeAsync(string name, BlobVersion version, CancellationToken cancellation) =>
        calls.Make($"reading {name}", () => store.ReadBeforeAsync(name, version, CancellationToken.None).Now(), cancellation);

    public Task<BlobVersion?> TrySwapAsync(string name, BlobVersion? expected, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var (caller, bytes) = (faults.Caller, content.ToArray());
        return Write($"swapping {name}", name, bytes, cancellation, () =>
        {
            var swapped = store.TrySwap(name, expected, bytes);
            if (name == LeaderBlob.Name) return swapped;
            landmarks.Swapped(caller, JobOf(name), swapped is not null);
            if (swapped is null) return swapped;
            Swapped(JobOf(name));
            return swapped;
        });
    }

    public Task SweepUnfinishedAsync(string folder, CancellationToken cancellation) => calls.Make(
        $"sweeping {folder}",
        () =>
        {
            store.SweepUnfinishedAsync(folder, CancellationToken.None).Now();
            return true;
        },
        cancellation);

    public string Describe(string name, BlobVersion version) => store.Describe(name, version);

    public string Describe(string name) => store.Describe(name);

    private void Swapped(string job)
    {
        var monitor = monitors.Of(job);
        var restored = monitor.RestoresOldest;
        monitor.Swapped();
        landmarks.Completed(job, monitor.Completed);
        if (monitor.RestoresOldest && !restored) OnRestoringOldest(job);
    }

    private static string JobOf(string name) => name.Split('/')[0];

    private byte[] Read(string name, long offset, int length)
    {
        var read = new byte[length];
        store.ReadAsync(name, offset, read, CancellationToken.None).Now();
        return read;
    }

    private List<BlobItem> ListAfter(string folder, string last, int size) =>
        [.. store.ListAsync(folder, CancellationToken.None).Now().SkipWhile(i => string.CompareOrdinal(i.Name, last) <= 0).Take(size)];

    // Where the process has died over it, or the disk was full, half of the private file is there.
    private Task<T> Write<T>(string what, string name, byte[] content, CancellationToken cancellation, Func<T> write) =>
        calls.Make(what, write, cancellation, () => Tear(name, content));

    private void Tear(string name, byte[] content)
    {
        if (directory is null) return;
        var folder = Directory.CreateDirectory(Path.Combine(directory, Path.GetDirectoryName(name)!)).FullName;
        landmarks.Torn();
        File.WriteAllBytes(Path.Combine(folder, $".tmp-0-{++_torn}-{Path.GetFileName(name)}"), content.AsSpan(0, content.Length / 2));
    }
}
