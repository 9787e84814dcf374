namespace Millrace;

/// <summary>An outside place for records. Without <see cref="IExactlyOnceSink{T}"/>, records may be written again after a failure.</summary>
public interface ISink<in T>
{
    /// <summary>Looks at the outside before the job starts.</summary>
    /// <param name="jobId">The job's id; null where the job is new and has none yet.</param>
    /// <exception cref="InvalidJobException">The sink cannot be written; the message says why and what to do.</exception>
    void Validate(string? jobId) { }

    /// <summary>The local folder that the sink writes, which a user is told; null where it writes elsewhere.</summary>
    string? Folder => null;

    /// <summary>Whether a file at a local path counts as output of the sink, so that the job must write nothing else there.</summary>
    bool Shows(string path) => false;

    /// <summary>Makes the writer of one subtask.</summary>
    ISinkWriter<T> CreateWriter(SinkContext context);
}

/// <summary>Writes the records of one subtask, on the task's thread.</summary>
public interface ISinkWriter<in T> : IDisposable
{
    /// <summary>Takes a record.</summary>
    void Write(T value, long timestamp);

    /// <summary>Called at each barrier and at the end: what was taken must be with the outside when it returns.</summary>
    void Flush();
}
