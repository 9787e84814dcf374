namespace Millrace.JobManager.Jobs;

/// <summary>The ids of the commands that one request serves, as clients have given them.</summary>
internal sealed class CommandIds
{
    private readonly List<string> _ids = [];

    /// <summary>The ids, each once; an empty one if no client has given any.</summary>
    public IReadOnlyList<string> All => _ids.Count > 0 ? _ids : [""];

    /// <summary>Adds those that are new.</summary>
    public void Add(params ReadOnlySpan<string> ids)
    {
        foreach (var id in ids)
        {
            if (id.Length > 0 && !_ids.Contains(id)) _ids.Add(id);
        }
    }

    public void Clear() => _ids.Clear();
}
