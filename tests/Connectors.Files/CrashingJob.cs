namespace Millrace.Connectors.Files.Tests;

/// <summary>A job with one source, which counts, and a file sink; it crashes between any two steps.</summary>
internal sealed class CrashingJob(string output, Random random)
{
    private sealed record Checkpoint(long Id, int Position, IReadOnlyList<PendingEpoch> Pending);

    private readonly FileSink<int> _sink = new(output, static (value, line) => line.Append(value));
    private readonly List<Checkpoint> _retained = [new(0, 0, [])];
    private readonly List<PendingEpoch> _pending = [];
    private IEpochWriter<int>[] _writers = [];
    private IEpochPublisher[] _publishers = [];
    private int _position;
    private int _attempt;
    private long _nextCheckpoint = 1;

    public void Run(int steps)
    {
        Restore();
        for (var i = 0; i < steps; i++)
        {
            switch (random.Next(8))
            {
                case 0 or 1 or 2: Write(random.Next(20)); break;
                case 3 or 4: Barrier(complete: random.Next(3) > 0); break;
                case 5 or 6: Publish(random.Next(4)); break;
                default: Restore(); break;
            }
        }

        Write(3);
        Barrier(complete: true);
        Publish(int.MaxValue);
        Assert.Equal(Enumerable.Range(0, _position), Visible());
    }

    private void Write(int records)
    {
        for (var i = 0; i < records; i++) _writers[random.Next(_writers.Length)].Write(_position++, 0);
        if (random.Next(3) == 0) _writers[0].Flush();
    }

    private void Barrier(bool complete)
    {
        var id = _nextCheckpoint++;
        for (var w = 0; w < _writers.Length; w++)
        {
            if (_writers[w].EndEpoch(id) is { } payload) _pending.Add(new PendingEpoch(w, id, payload));
        }

        if (complete) _retained.Add(new Checkpoint(id, _position, [.. _pending]));
    }

    private void Publish(int count)
    {
        foreach (var epoch in _pending.Where(e => e.Epoch <= _retained[^1].Id).OrderBy(_ => random.Next()).Take(count).ToList())
        {
            _publishers[epoch.Writer < _publishers.Length ? epoch.Writer : epoch.Writer % _publishers.Length].Publish(epoch);
            if (random.Next(2) == 0) _pending.Remove(epoch); // otherwise the confirmation is lost
        }
    }

    /// <summary>Abandons the writers, and restores the latest checkpoint, sometimes the previous one, at some parallelism.</summary>
    private void Restore()
    {
        if (random.Next(3) == 0 && _retained[^1].Pending is [.., var last]) LinkOnly(EpochFile.FromPayload(last.Payload));
        if (_retained.Count > 1 && random.Next(4) == 0) _retained.RemoveAt(_retained.Count - 1);
        var latest = _retained[^1];
        if (random.Next(2) == 0)
        {
            foreach (var writer in _writers) writer.Dispose();
        }

        _nextCheckpoint += 100;
        while (!Recover(latest, random.Next(1, 6))) { }
        _pending.Clear();
        _pending.AddRange(latest.Pending);
        _position = latest.Position;
        Assert.Equal(Enumerable.Range(0, _position), Visible());
    }

    /// <summary>Recovers the subtasks in some order; false where it crashes in between.</summary>
    private bool Recover(Checkpoint from, int parallelism)
    {
        _attempt++;
        var contexts = Enumerable.Range(0, parallelism).Select(s => new SinkContext("job", "sink", s, parallelism, _attempt, from.Id)).ToArray();
        _publishers = [.. contexts.Select(_sink.CreatePublisher)];
        foreach (var s in Enumerable.Range(0, parallelism).OrderBy(_ => random.Next()))
        {
            _publishers[s].Recover([.. from.Pending.Where(e => (e.Writer < parallelism ? e.Writer : e.Writer % parallelism) == s)], from.Id);
            if (random.Next(12) == 0) return false;
        }

        _writers = [.. contexts.Select(_sink.CreateEpochWriter)];
        return true;
    }

    /// <summary>A crash between the link and the removal of the hidden name.</summary>
    private void LinkOnly(EpochFile file) => Libc.Link(Path.Combine(output, file.HiddenName), Path.Combine(output, file.VisibleName));

    private IEnumerable<int> Visible() =>
        VisibleFiles.Under(output).SelectMany(f => File.ReadLines(Path.Combine(output, f))).Select(int.Parse).Order();
}
