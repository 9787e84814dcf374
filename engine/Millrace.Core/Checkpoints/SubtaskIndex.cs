namespace Millrace.Core.Checkpoints;

/// <summary>
/// The index of a subtask's state over its checkpoints: for each operator, state and key group, a base and the increments on it. It is stored in runs. Each
/// checkpoint writes one, into which it merges the youngest ones as long as they are not much larger (as in the log-structured merge-tree of O'Neil et
/// al., 1996), so that there are few runs, and little is written again. After an aborted checkpoint the index continues from its base.
/// </summary>
public sealed class SubtaskIndex
{
    /// <summary>Runs are merged into a new one until the next is more than this many times as long.</summary>
    private const int Factor = 4;

    /// <summary>A run counts as having at least this many blocks: to write some more costs less than to read another blob.</summary>
    private const int Smallest = 256;

    private readonly Dictionary<(string Operator, string State, int KeyGroup), Entry[]> _chains = [];
    private readonly Dictionary<string, int> _references = new(StringComparer.Ordinal);
    private readonly HashSet<(string Operator, string State, int KeyGroup)> _withoutKey = [];
    private readonly HashSet<string> _orphans = new(StringComparer.Ordinal);
    private List<Run> _runs = [];
    private long _bytes;
    private bool _isReported;
    private Pending? _pending;

    /// <param name="restored">What the subtask has restored, oldest first; empty at the beginning.</param>
    public SubtaskIndex(IEnumerable<StateBlob> restored)
    {
        var entries = restored.SelectMany(static b => b.Blocks.Select(k => new Entry(k, b))).ToList();
        foreach (var chain in entries.GroupBy(static e => e.Block.Key)) Put(chain.Key, [.. chain]);
        if (entries.Count > 0) _runs.Add(new Run(0, entries));
    }

    /// <summary>Blobs were written for a checkpoint that the subtask has given up.</summary>
    public void GiveUp(IEnumerable<StateBlob> written) => _orphans.UnionWith(written.Select(static b => b.Name));

    /// <summary>Returns the index after a checkpoint; <see cref="Wrote"/> says where it is.</summary>
    /// <param name="barrier">The checkpoint. That it names the one before as its base says that this one was completed; otherwise it was aborted.</param>
    /// <param name="written">What was written for it, in order.</param>
    /// <param name="name">The name of the blob of the new run.</param>
    /// <returns>The contents of the new run, oldest first; null if none is needed.</returns>
    public IReadOnlyList<StateBlob>? Next(CheckpointBarrier barrier, IReadOnlyList<StateBlob> written, string name)
    {
        Settle(barrier.Base);
        if (barrier.TellsAll) _isReported = false;
        if (barrier.IsSavepoint) return new SubtaskIndex([]).Next(new CheckpointBarrier(barrier.Checkpoint), written, name);
        if (barrier.Base == 0) Clear();
        _pending = new Pending(barrier.Checkpoint, _runs, name, written, [.. _orphans]);
        Apply(_pending, barrier.IsFull);
        return Merge(_pending, barrier.IsFull);
    }

    /// <summary>The new run is written. Returns all runs of the checkpoint, oldest first.</summary>
    /// <param name="barrier">The checkpoint.</param>
    /// <param name="length">The length of the new run's blob; null if none was needed.</param>
    public IReadOnlyList<IndexRun> Wrote(CheckpointBarrier barrier, long? length)
    {
        if (barrier.IsSavepoint) return length is { } own ? [new IndexRun(barrier.Checkpoint, own)] : [];
        if (length is { } added) _runs[^1].Length = added;
        return [.. _runs.Select(static r => new IndexRun(r.Checkpoint, r.Length))];
    }

    /// <summary>Returns the size of all blocks to which the checkpoint refers.</summary>
    /// <param name="barrier">The checkpoint.</param>
    /// <param name="written">What was written for it.</param>
    public long BytesOf(CheckpointBarrier barrier, IReadOnlyList<StateBlob> written) =>
        barrier.IsSavepoint ? written.Sum(static b => b.Blocks.Sum(static k => (long)k.Length)) : _bytes;

    /// <summary>The blobs of state to which the checkpoint refers and its base does not.</summary>
    public IReadOnlyList<string> Added => _pending is not { } pending ? [] : _isReported
        ? [.. pending.Written.Where(_references.ContainsKey)]
        : [.. _references.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The blobs that the checkpoint frees when it is complete.</summary>
    public IReadOnlyList<string> Freed => _pending is not { } pending ? [] :
        [.. pending.Unreferenced.Concat(pending.Written).Where(n => !_references.ContainsKey(n)).Concat(pending.Orphans).Distinct().Order(StringComparer.Ordinal)];

    private void Settle(long completed)
    {
        if (_pending is not { } pending) return;
        _pending = null;
        if (pending.Checkpoint == completed)
        {
            _isReported = true;
            _orphans.ExceptWith(pending.Orphans);
            return;
        }

        foreach (var (key, chain) in pending.Replaced) Put(key, chain);
        _runs = pending.Runs;
        _orphans.UnionWith(pending.Written);
        _orphans.Add(pending.Index);
    }

    private void Clear()
    {
        foreach (var key in _chains.Keys.ToList()) Put(key, []);
        _runs = [];
    }

    private void Apply(Pending pending, bool isFull)
    {
        // State without a key is small, and written with each checkpoint.
        foreach (var key in (isFull ? _chains.Keys : (IEnumerable<(string, string, int)>)_withoutKey).ToList()) Replace(key, [], pending);
        foreach (var own in pending.Entries.GroupBy(static e => e.Block.Key))
        {
            var before = own.Any(static e => e.Block.IsFull) ? [] : _chains.GetValueOrDefault(own.Key) ?? [];
            // A full block without bytes only says that the blocks before it are not needed.
            var added = own.Where(static e => e.Blob is not null).ToArray();
            Replace(own.Key, [.. before, .. added is [] ? own.Take(1) : added], pending);
        }
    }

    /// <summary>Decides which runs become part of the new one, and returns its contents.</summary>
    private List<StateBlob>? Merge(Pending pending, bool isFull)
    {
        if (pending.Entries.Count == 0 && !isFull && _runs.TrueForAll(static r => r.Length > 0)) return null;
        var (kept, sum) = (_runs.Count, Math.Max(pending.Entries.Count, Smallest));
        while (kept > 0 && (isFull || _runs[kept - 1].Length == 0 || _runs[kept - 1].Size <= sum * Factor)) sum += _runs[--kept].Size;
        var entries = _runs.Skip(kept).SelectMany(static r => r.Entries).Concat(pending.Entries).Where(static e => e.IsLive).ToList();
        if (kept == 0)
        {
            foreach (var entry in entries.Where(static e => e.Blob is null)) Replace(entry.Block.Key, [], pending);
            entries.RemoveAll(static e => e.Blob is null);
        }

        _runs = [.. _runs.Take(kept)];
        if (entries.Count == 0) return null;
        _runs.Add(new Run(pending.Checkpoint, entries));
        return Blobs(entries);
    }

    private static List<StateBlob> Blobs(List<Entry> entries)
    {
        var blobs = new List<StateBlob>();
        for (var from = 0; from < entries.Count;)
        {
            var (blob, end) = (entries[from].Blob, from + 1);
            while (end < entries.Count && ReferenceEquals(entries[end].Blob, blob)) end++;
            blobs.Add(new StateBlob(blob?.Name ?? "", blob?.Length ?? 0, [.. entries[from..end].Select(static e => e.Block)]));
            from = end;
        }

        return blobs;
    }

    private void Replace((string Operator, string State, int KeyGroup) key, Entry[] chain, Pending pending)
    {
        pending.Replaced.TryAdd(key, _chains.GetValueOrDefault(key) ?? []);
        Put(key, chain, pending);
    }

    private void Put((string Operator, string State, int KeyGroup) key, Entry[] chain, Pending? pending = null)
    {
        foreach (var entry in chain) Count(entry, 1);
        foreach (var entry in _chains.GetValueOrDefault(key) ?? [])
        {
            Count(entry, -1);
            if (entry.Blob is { } blob && !_references.ContainsKey(blob.Name)) pending?.Unreferenced.Add(blob.Name);
        }

        if (chain.Length > 0) _chains[key] = chain;
        else _chains.Remove(key);
        if (key.KeyGroup >= 0) return;
        if (chain.Length > 0) _withoutKey.Add(key);
        else _withoutKey.Remove(key);
    }

    private void Count(Entry entry, int change)
    {
        entry.Uses += change;
        _bytes += change * (long)entry.Block.Length;
        if (entry.Blob is not { } blob) return;
        var count = _references.GetValueOrDefault(blob.Name) + change;
        if (count > 0) _references[blob.Name] = count;
        else _references.Remove(blob.Name);
    }

    private sealed class Entry(StateBlock block, StateBlob? blob)
    {
        public StateBlock Block => block;

        /// <summary>The blob that it is in; null if it has no bytes.</summary>
        public StateBlob? Blob => blob;

        public int Uses { get; set; }

        public bool IsLive => Uses > 0;
    }

    /// <param name="Checkpoint">The checkpoint for which it was written.</param>
    /// <param name="Entries">Its blocks; some may have been replaced since.</param>
    private sealed record Run(long Checkpoint, List<Entry> Entries)
    {
        public int Size => Math.Max(Entries.Count, Smallest);

        /// <summary>The length of its blob; 0 while it is not written.</summary>
        public long Length { get; set; }
    }

    /// <summary>A checkpoint of which it is not known yet whether it was completed, and what it has changed.</summary>
    private sealed class Pending(long checkpoint, List<Run> runs, string index, IReadOnlyList<StateBlob> written, IReadOnlyList<string> orphans)
    {
        public long Checkpoint => checkpoint;

        /// <summary>The runs of the base.</summary>
        public List<Run> Runs => runs;

        /// <summary>The name of the new run.</summary>
        public string Index => index;

        /// <summary>What earlier checkpoints have left that were not completed.</summary>
        public IReadOnlyList<string> Orphans => orphans;

        public IReadOnlyList<string> Written { get; } = [.. written.Select(static b => b.Name)];

        public List<Entry> Entries { get; } = [.. written.SelectMany(static b => b.Blocks.Select(k => new Entry(k, k.Length > 0 ? b : null)))];

        /// <summary>The chains of the base that were replaced.</summary>
        public Dictionary<(string Operator, string State, int KeyGroup), Entry[]> Replaced { get; } = [];

        /// <summary>The blobs that lost their last reference.</summary>
        public HashSet<string> Unreferenced { get; } = new(StringComparer.Ordinal);
    }
}
