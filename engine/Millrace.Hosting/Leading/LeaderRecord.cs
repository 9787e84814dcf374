namespace Millrace.Hosting.Leading;

/// <summary>Who leads a cluster, as its storage says.</summary>
/// <param name="Epoch">Higher than that of every leader before, and of every head of a job that those wrote.</param>
/// <param name="Writer">A new value for each process that leads, by which it recognizes its own writes.</param>
/// <param name="Grpc">The URL of its gRPC port; empty if nobody beats: a job manager that is alone, or one that has resigned.</param>
/// <param name="Http">The URL of its HTTP port, or empty.</param>
/// <param name="Beat">Counts its signs of life.</param>
public sealed record LeaderRecord(long Epoch, string Writer, string Grpc, string Http, long Beat)
{
    /// <summary>
    /// The highest epoch of a leader that had recovered the jobs, 0 where none had. A new job whose head has a lower one was entered by a leader that this one had
    /// replaced: nobody was told that it runs.
    /// </summary>
    public long Recovered { get; init; }

    /// <summary>Whether its leader gives signs of life.</summary>
    public bool Beats => Grpc.Length > 0;
}
