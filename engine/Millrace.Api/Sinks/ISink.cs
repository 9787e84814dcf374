namespace Millrace;

/// <summary>
/// A destination for records. Unless it is an <see cref="IExactlyOnceSink{T}"/>, records may be written more than once after a failure.
/// </summary>
public interface ISink<in T>
{
    /// <summary>Checks the destination before the job starts.</summary>
    /// <param name="jobId">The job's id; null if the job is new and has none yet.</param>
    /// <exception cref="InvalidJobException">The sink cannot be written to; the message says why and how to fix it.</exception>
    void Validate(string? jobId) { }

    /// <summary>The local folder that the sink writes to, for messages to the user; null if it writes elsewhere.</summary>
    string? Folder => null;

    /// <summary>Whether a file at a local path counts as output of the sink, so that the job must not write anything else there.</summary>
    bool Shows(string path) => false;

    /// <summary>Creates the writer of one subtask.</summary>
    ISinkWriter<T> CreateWriter(SinkContext context);
}

/// <summary>Writes the records of one subtask, on the task's thread.</summary>
public interface ISinkWriter<in T> : IDisposable
{
    /// <summary>Writes a record.</summary>
    void Write(T value, long timestamp);

    /// <summary>
    /// Called at each barrier and at the end of input: all records written so far must have reached the destination when it returns.
    /// </summary>
    void Flush();
}
