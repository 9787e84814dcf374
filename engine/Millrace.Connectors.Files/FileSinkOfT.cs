using System.Runtime.CompilerServices;

namespace Millrace.Connectors.Files;

/// <summary>
/// Writes a line per record into files of a folder, each record exactly once: a file <c>part-WRITER-EPOCH</c> appears when the checkpoint that
/// covers its records is complete. Until then its name starts with <c>.</c>; a reader takes only the files without such a path part
/// (<see cref="VisibleFiles"/>). The folder belongs to one sink of one job, named in its file <c>_owner</c>.
/// </summary>
/// <typeparam name="T">The record's type.</typeparam>
public sealed class FileSink<T> : IExactlyOnceSink<T>
{
    private readonly string _directory;
    private readonly Action<T, LineWriter> _format;
    private readonly string _suffix;

    /// <param name="directory">The folder; created when the job starts.</param>
    /// <param name="format">Writes a record as a line, without the line terminator.</param>
    /// <param name="suffix">The suffix of the file names, such as <c>.tsv</c>.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The folder's path is empty, the suffix is not part of a file name, or the function is asynchronous.</exception>
    public FileSink(
        string directory, Action<T, LineWriter> format, string suffix = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        AsynchronousFunctions.Refuse(format, CallSite.Of(file, line));
        if (string.IsNullOrWhiteSpace(directory)) throw new InvalidJobException("The output path is empty; give a folder.");
        if (suffix.Length > 0 && (suffix[0] != '.' || suffix.AsSpan().ContainsAny('/', '\\', '\0')))
            throw new InvalidJobException($"The suffix '{suffix}' of the files in {directory} is not valid; it must begin with a period, such as .txt.");
        _directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        _format = format;
        _suffix = suffix;
    }

    /// <inheritdoc/>
    public bool CanRetract => true;

    /// <inheritdoc/>
    public string Folder => _directory;

    /// <inheritdoc/>
    public bool Shows(string path) => VisibleFiles.Holds(_directory, Path.GetFullPath(path));

    /// <summary>Checks that the folder can be created, written to, and claimed by the job. Leaves nothing behind.</summary>
    /// <inheritdoc/>
    public void Validate(string? jobId) => OutputValidation.Check(_directory, jobId);

    /// <inheritdoc/>
    public IEpochWriter<T> CreateEpochWriter(SinkContext context) => new EpochFileWriter<T>(_directory, _format, _suffix, context);

    /// <inheritdoc/>
    public IEpochPublisher CreatePublisher(SinkContext context) => new EpochFilePublisher(new OutputDirectory(_directory), context);
}
