namespace Millrace.EndToEnd.Tests.Processes;

/// <summary>Counts file events under a folder: a clock driven by the job itself.</summary>
internal sealed class FolderEvents : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _wanted;
    private int _count;

    public FolderEvents(string folder, int wanted)
    {
        _wanted = wanted;
        _watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName };
        _watcher.Created += (_, _) => Count();
        _watcher.Deleted += (_, _) => Count();
        _watcher.Renamed += (_, _) => Count();
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Completes when the given number of events have happened.</summary>
    public Task Reached => _reached.Task;

    public void Dispose() => _watcher.Dispose();

    private void Count()
    {
        if (Interlocked.Increment(ref _count) == _wanted) _reached.TrySetResult();
    }
}
