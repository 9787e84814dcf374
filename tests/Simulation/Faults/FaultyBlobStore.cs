using System.Runtime.CompilerServices;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Leading;
using Millrace.Simulation.Tests.World.Checks;
using Millrace.Tests.Testing.Blobs;

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

    public Task<BlobWriter> CreateAsync(string name, CancellationToken cancellation) => Task.FromResult<BlobWriter>(new BufferedWriter((content, token) => Write(name, content, () =>
    {
        if (name.Contains("/blobs/", StringComparison.Ordinal) && faults.StrikesUpload()) throw new IOException($"Simulated: {name} was not written.");
        return Call($"writing {name}", token, () =>
        {
            store.PutAsync(name, content, token).Now();
            landmarks.Written(name, JobOf(name));
            OnWritten(name);
            return true;
        });
    })));

    public Task<byte[]> ReadAsync(string name, CancellationToken cancellation) => Answer(() => Call($"reading {name}", cancellation, () => store.ReadAsync(name, cancellation).Now()));

    public Task ReadAsync(string name, long offset, Memory<byte> destination, CancellationToken cancellation) => Answer(() => Call($"reading {name}", cancellation, () =>
    {
        store.ReadAsync(name, offset, destination, cancellation).Now();
        return true;
    }));

    public Task<long?> FindLengthAsync(string name, CancellationToken cancellation) =>
        Answer(() => Call($"looking for {name}", cancellation, () => store.FindLengthAsync(name, cancellation).Now()));

    public async IAsyncEnumerable<BlobItem> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var item in await Answer(() => Call($"listing {folder}", cancellation, () => store.ListAsync(folder, cancellation).Now()))) yield return item;
    }

    public Task DeleteAsync(string name, CancellationToken cancellation) => Answer(() => Call($"deleting {name}", cancellation, () =>
    {
        monitors.Of(JobOf(name)).Deleting(name);
        store.DeleteAsync(name, cancellation).Now();
        return true;
    }));

    public Task<VersionedBlob?> ReadVersionedAsync(string name, CancellationToken cancellation) =>
        Answer(() => Call($"reading {name}", cancellation, () => store.ReadVersionedAsync(name, cancellation).Now()));

    public Task<VersionedBlob?> ReadBeforeAsync(string name, BlobVersion version, CancellationToken cancellation) =>
        Answer(() => Call($"reading {name}", cancellation, () => store.ReadBeforeAsync(name, version, cancellation).Now()));

    public Task<BlobVersion?> TrySwapAsync(string name, BlobVersion? expected, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        Write(name, content.ToArray(), () => Call($"swapping {name}", cancellation, () =>
        {
            var swapped = store.TrySwapAsync(name, expected, content, cancellation).Now();
            if (name == LeaderBlob.Name) return swapped;
            landmarks.Swapped(faults.Caller, JobOf(name), swapped is not null);
            if (swapped is null) return swapped;
            var monitor = monitors.Of(JobOf(name));
            monitor.Swapped();
            landmarks.Completed(JobOf(name), monitor.Completed);
            return swapped;
        }));

    public Task SweepUnfinishedAsync(string folder, CancellationToken cancellation) => Answer(() => Call($"sweeping {folder}", cancellation, () =>
    {
        store.SweepUnfinishedAsync(folder, cancellation).Now();
        return true;
    }));

    public string Describe(string name, BlobVersion version) => store.Describe(name, version);

    public string Describe(string name) => store.Describe(name);

    private T Call<T>(string what, CancellationToken cancellation, Func<T> call)
    {
        cancellation.ThrowIfCancellationRequested();
        return faults.Call(what, call, isStorage: true, cancellation);
    }

    private static string JobOf(string name) => name.Split('/')[0];

    private Task<T> Write<T>(string name, byte[] content, Func<T> write) => Answer(() =>
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
    });

    private static Task<T> Answer<T>(Func<T> call)
    {
        try
        {
            return Task.FromResult(call());
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
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
