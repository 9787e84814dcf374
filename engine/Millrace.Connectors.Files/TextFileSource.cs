using Microsoft.Win32.SafeHandles;

namespace Millrace.Connectors.Files;

/// <summary>
/// The lines of a text file, or of all visible files under a folder. A file's splits are byte ranges of one size, so that several
/// subtasks read one file; a split owns the lines that start in its range. Lines end with <c>\n</c> or <c>\r\n</c>, the last one also
/// with the file. The text is UTF-8: a byte order mark is skipped, invalid bytes become U+FFFD. Positions are byte offsets.
/// </summary>
public sealed class TextFileSource : ISource<string>
{
    /// <summary>The size of a split in bytes where none is given: small, so that also a file of some hundred kilobytes is shared.</summary>
    public const int DefaultSplitBytes = 64 * 1024;

    private readonly string _path;
    private readonly int _splitBytes;

    /// <param name="path">A text file, or a folder of text files.</param>
    /// <param name="splitBytes">
    /// The size of a split in bytes, at least 1. A checkpoint keeps a few bytes for every split, so files of many gigabytes want larger ones.
    /// It must be the same when a job is restored.
    /// </param>
    /// <exception cref="InvalidJobException">The path is empty, or the size is below 1.</exception>
    public TextFileSource(string path, int splitBytes = DefaultSplitBytes)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new InvalidJobException("The input path is empty; name a text file or a folder of text files.");
        if (splitBytes < 1) throw new InvalidJobException($"The split size of the input {path} is {splitBytes} bytes; it must be at least 1.");
        _path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        _splitBytes = splitBytes;
    }

    /// <inheritdoc/>
    public Boundedness Boundedness => Boundedness.Bounded;

    /// <inheritdoc/>
    public void Validate()
    {
        if (!File.Exists(_path) && !Directory.Exists(_path))
            throw new InvalidJobException($"The input {_path} does not exist; name a text file or a folder of text files.");
        try
        {
            var files = Files();
            if (files.Count == 0)
            {
                throw new InvalidJobException(
                    $"The input folder {_path} holds no files (names that begin with '.' or '_' do not count); name a folder with text files.");
            }

            foreach (var (_, path) in files) Length(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InvalidJobException($"The input {_path} cannot be read: {e.Message} Make it readable, or name another one.", e);
        }
    }

    /// <inheritdoc/>
    public bool Reads(string path) =>
        Directory.Exists(_path) ? VisibleFiles.Holds(_path, Path.GetFullPath(path)) : _path == Path.GetFullPath(path);

    /// <inheritdoc/>
    public IReadOnlyList<SourceSplit> DiscoverSplits()
    {
        var splits = new List<SourceSplit>();
        foreach (var (name, path) in Files())
        {
            var count = checked((int)((Length(path) + _splitBytes - 1) / _splitBytes));
            for (var ordinal = 0; ordinal < count; ordinal++) splits.Add(new SourceSplit(name, ordinal, path));
        }

        return splits;
    }

    /// <inheritdoc/>
    public ISourceReader<string> CreateReader(SourceReaderContext context) => new TextFileReader(_splitBytes);

    private IReadOnlyList<(string Name, string Path)> Files() =>
        Directory.Exists(_path)
            ? [.. VisibleFiles.Under(_path).Select(name => (name, Path.Combine(_path, name)))]
            : [(Path.GetFileName(_path), _path)];

    private static long Length(string path)
    {
        using SafeFileHandle handle = File.OpenHandle(path);
        return RandomAccess.GetLength(handle);
    }
}
