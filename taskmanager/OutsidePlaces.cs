using Millrace.Transformations;

namespace Millrace.TaskManager;

/// <summary>Visits a job's sources and sinks: validates each, and records the local locations that they read and write.</summary>
internal sealed class OutsidePlaces(string? jobId) : ITransformationVisitor<bool>
{
    private readonly List<Func<string, bool>> _sources = [];
    private readonly List<(string Folder, Func<string, bool> Shows)> _sinks = [];

    public IReadOnlyList<string> Folders => _sinks.ConvertAll(s => s.Folder);

    public bool VisitSource<T>(SourceTransformation<T> source)
    {
        source.Source.Validate();
        _sources.Add(source.Source.Reads);
        return true;
    }

    public bool VisitStage<TIn, TOut>(StageTransformation<TIn, TOut> stage) => true;

    public bool VisitProcess<TIn, TOut>(ProcessTransformation<TIn, TOut> process) => true;

    public bool VisitKeyedProcess<TKey, TIn, TOut>(KeyedProcessTransformation<TKey, TIn, TOut> process) => true;

    public bool VisitCoProcess<T1, T2, TOut>(CoProcessTransformation<T1, T2, TOut> process) => true;

    public bool VisitKeyedCoProcess<TKey, T1, T2, TOut>(KeyedCoProcessTransformation<TKey, T1, T2, TOut> process) => true;

    public bool VisitKeyedBroadcast<TKey, T, TBroadcast, TOut>(KeyedBroadcastTransformation<TKey, T, TBroadcast, TOut> process) => true;

    public bool VisitWatermarks<T>(WatermarksTransformation<T> watermarks) => true;

    public bool VisitSink<T>(SinkTransformation<T> sink)
    {
        sink.Sink.Validate(jobId);
        if (sink.Sink.Folder is { } folder) _sinks.Add((folder, sink.Sink.Shows));
        return true;
    }

    /// <summary>Refuses overlaps: a restored job lists its input again, and what it had written there would be read as input.</summary>
    /// <exception cref="InvalidJobException">The job would read what it writes, or show what is not output.</exception>
    public void RefuseOverlaps(string? checkpointDirectory)
    {
        for (var i = 0; i < _sinks.Count; i++)
        {
            var folder = _sinks[i].Folder;
            if (_sources.Any(reads => reads(Within(folder))))
                throw new InvalidJobException($"The output {folder} is inside an input of the job, which would read what it writes; choose a folder elsewhere.");
            if (_sinks.Take(i).Any(s => s.Folder == folder || s.Shows(Within(folder)) || _sinks[i].Shows(Within(s.Folder))))
                throw new InvalidJobException($"The output {folder} is inside that of another sink of the job, or contains it; give each sink its own folder.");
        }

        if (checkpointDirectory is null) return;
        if (_sources.Any(reads => reads(Within(checkpointDirectory))))
            throw new InvalidJobException($"--checkpoint-dir {checkpointDirectory} is inside an input of the job, which would read its checkpoints; choose a folder elsewhere.");
        if (_sinks.Find(s => s.Shows(Within(checkpointDirectory))) is { Folder: { } output })
            throw new InvalidJobException($"--checkpoint-dir {checkpointDirectory} is inside the output {output}, where every visible file counts as output; choose a folder elsewhere.");
    }

    private static string Within(string folder) => Path.Combine(folder, "file");
}
