using Microsoft.Win32.SafeHandles;

namespace Millrace.Connectors.Files;

/// <summary>
/// Reads the lines of a text file, or of all visible files under a folder. A file's splits are byte ranges of equal size, so that several
/// subtasks can read one file; a split owns the lines that start in its range. Lines end with <c>\n</c> or <c>\r\n</c>; the last one may
/// also end with the file. The text is UTF-8: a byte order mark is skipped, invalid bytes become U+FFFD. Positions are byte offsets. A file whose
/// name ends with <c>.gz</c> is decompressed as it is read; it is one split, and its positions are offsets in the decompressed text.
/// </summary>
public sealed class TextFileSource : ISource<string>
{
    /// <summary>The default size of a split in bytes: small, so that even a file of a few hundred kilobytes is shared.</summary>
    public const int DefaultSplitBytes = 64 * 1024;

    private readonly string _path;
    private readonly long _splitBytes;

    static TextFileSource() => GzipContent.RefuseFilesThatAreCutOff();

    /// <param name="path">A text file, or a folder of text files.</param>
    /// <param name="splitBytes">
    /// The size of a split in bytes, at least 1. A checkpoint stores a few bytes for every split, so files of many gigabytes need larger ones.
    /// It must be the same when a job is restored. With <see cref="long.MaxValue"/> each file is one split, so that its lines stay in order.
    /// </param>
    /// <exception cref="InvalidJobException">The path is empty, or the size is below 1.</exception>
    public TextFileSource(string path, long splitBytes = DefaultSplitBytes)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new InvalidJobException("The input path is empty; give a text file or a folder of text files.");
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
            throw new InvalidJobException($"The input {_path} does not exist; give a text file or a folder of text files.");
        try
        {
            var files = Files();
            if (files.Count == 0)
            {
                throw new InvalidJobException(
                    $"The input folder {_path} holds no files (names that begin with '.' or '_' do not count); give a folder with text files.");
            }

            foreach (var (_, path) in files) Length(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InvalidJobException($"The input {_path} cannot be read: {e.Message} Make it readable, or choose another one.", e);
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
            var count = CountSplits(path);
            for (var ordinal = 0; ordinal < count; ordinal++) splits.Add(new SourceSplit(name, ordinal, path));
        }

        return splits;
    }

    /// <summary>
    /// Parses the lines into records. A watermark strategy then sees records, so that event times are extracted, and their disorder is bounded,
    /// split by split. A line for which <paramref name="parse"/> throws fails the job; to handle such lines separately, parse in an operator.
    /// </summary>
    /// <example><code>
    /// env.FromSource(new TextFileSource("clicks.txt").Parse(line => long.Parse(line)), WatermarkStrategy.Ascending&lt;long>().WithTimestamps(time => time))
    /// </code></example>
    public ISource<T> Parse<T>(Func<string, T> parse) => new ParsedLines<T>(this, parse);

    /// <inheritdoc/>
    public ISourceReader<string> CreateReader(SourceReaderContext context) => new TextFileReader(_splitBytes);

    private IReadOnlyList<(string Name, string Path)> Files() =>
        Directory.Exists(_path)
            ? [.. VisibleFiles.Under(_path).Select(name => (name, Path.Combine(_path, name)))]
            : [(Path.GetFileName(_path), _path)];

    private int CountSplits(string path)
    {
        var length = Length(path);
        if (length == 0) return 0;
        return FileContent.IsCompressed(path) ? 1 : checked((int)((length - 1) / _splitBytes) + 1);
    }

    private static long Length(string path)
    {
        using SafeFileHandle handle = File.OpenHandle(path);
        return RandomAccess.GetLength(handle);
    }
}
