namespace Millrace.Testing.Attempts;

/// <summary>Receives a stream's output.</summary>
internal interface IOutputTaker<in T>
{
    void Take(T value, long timestamp);

    /// <summary>A watermark has come out of all subtasks.</summary>
    void Advance(long watermark);
}
