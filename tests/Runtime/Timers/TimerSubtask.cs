using Microsoft.Extensions.Time.Testing;
using Millrace.Core.KeyGroups;
using Millrace.Core.Keys;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;
using Millrace.Runtime.Timers;
using Millrace.Tests.Testing.Backends;

namespace Millrace.Runtime.Tests.Timers;

/// <summary>The timers of a subtask, as restored from blocks.</summary>
internal sealed class TimerSubtask
{
    public const int MaxParallelism = 30;

    private readonly KeyContext<string> _key = new(KeyCodecs.Create<string>(), MaxParallelism);

    public TimerSubtask(IReadOnlyList<RestoredBlock> restored, long checkpoint = 0, IReadOnlyList<int>? keyGroups = null)
    {
        Service = new HeapTimerService<string>(_key, new FakeTimeProvider(), keyGroups ?? [.. Enumerable.Range(0, MaxParallelism)]);
        Service.Restore(restored);
        foreach (var block in restored.Where(static b => b.KeyGroup >= 0)) Service.Restore(block);
        if (checkpoint > 0) Service.Restored(checkpoint);
    }

    public HeapTimerService<string> Service { get; }

    public HeapTimerService<string> At(string key)
    {
        var buffer = new KeyBuffer();
        KeyCodecs.Create<string>().Encode(key, buffer);
        _key.Set(key, KeyGroup.Hash(buffer.Written), buffer, 0, buffer.Length);
        return Service;
    }

    /// <summary>Returns the key group of a key.</summary>
    public static int KeyGroupOf(string key)
    {
        var buffer = new KeyBuffer();
        KeyCodecs.Create<string>().Encode(key, buffer);
        return KeyGroup.Of(KeyGroup.Hash(buffer.Written), MaxParallelism);
    }

    public IReadOnlyList<RestoredBlock> Copy()
    {
        var blocks = new BlockCollector();
        Service.Snapshot(blocks);
        blocks.Slice(Service.BeginSnapshot(new SnapshotRequest(1, 0, IsFull: true)));
        return blocks.Blocks;
    }

    public List<string> Fire(TimeDomain domain, long upTo)
    {
        var fired = new List<string>();
        while (Service.IsDue(domain, upTo))
        {
            var time = Service.Take(domain);
            fired.Add($"{_key.Key}@{time}");
        }

        return fired;
    }
}
