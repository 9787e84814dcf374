using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Simulation.Tests.Faults;

/// <summary>Damages the newest checkpoint of a job where an older one is retained: a blob, its index or the manifest is truncated, changed or lost.</summary>
internal sealed class BlobDamage(Random random, IBlobStore blobs)
{
    private readonly HashSet<string> _damaged = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _whole = new(StringComparer.Ordinal);

    /// <summary>Whether anything was ever damaged.</summary>
    public bool HasStruck => _damaged.Count > 0;

    /// <summary>Whether the checkpoint with a manifest was damaged.</summary>
    public bool HasStruckAt(string manifest) => _damaged.Contains(manifest);

    /// <summary>Returns whether a job has a checkpoint that may be damaged.</summary>
    public bool MayStrike(string jobId) => Whole(jobId).Count > 1;

    /// <summary>Returns true if something was damaged.</summary>
    public bool Strike(string jobId)
    {
        var whole = Whole(jobId);
        if (whole.Count < 2) return false;
        var (store, target) = (new JobStore(blobs), whole[^1]);
        _damaged.Add(target);
        var shared = whole.SkipLast(1).SelectMany(store.Reach).ToHashSet(StringComparer.Ordinal);
        var own = store.Reach(target).Where(n => !shared.Contains(n)).ToList();
        Damage(own[random.Next(own.Count)]);
        return true;
    }

    /// <summary>Restores the damaged blobs, as a user might: a job that fell back in the meantime has abandoned them.</summary>
    public void Repair()
    {
        foreach (var (name, content) in _whole.OrderBy(w => w.Key, StringComparer.Ordinal)) blobs.PutAsync(name, content, CancellationToken.None).Now();
        _whole.Clear();
    }

    private List<string> Whole(string jobId) =>
        new JobStore(blobs).ReadHead(jobId) is { Head: { Retained.Count: > 1 } head } ? [.. head.Retained.Select(static r => r.Manifest).Where(m => !_damaged.Contains(m))] : [];

    private void Damage(string name)
    {
        var content = blobs.ReadAsync(name, CancellationToken.None).Now();
        _whole[name] = content;
        switch (random.Next(3))
        {
            case 0:
                blobs.DeleteAsync(name, CancellationToken.None).Now();
                break;
            case 1:
                blobs.PutAsync(name, content.AsMemory(0, random.Next(content.Length)), CancellationToken.None).Now();
                break;
            default:
                content = [.. content];
                content[random.Next(content.Length)] ^= (byte)(1 << random.Next(8));
                blobs.PutAsync(name, content, CancellationToken.None).Now();
                break;
        }
    }
}
