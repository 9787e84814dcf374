namespace Millrace.Hosting.Artifacts;

/// <summary>The allowed names of an archive's entries: paths below its root, each once.</summary>
internal sealed class EntryNames
{
    private const int LongestName = 1_000;
    private const int LongestPart = 200;
    private const int MostFolders = 50;

    /// <summary>Two names that differ only in case are one file on some systems.</summary>
    private readonly HashSet<string> _files = new(StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _folders = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds an entry; returns false where it is a folder.</summary>
    /// <exception cref="InvalidArtifactException">The name is not allowed, or already exists.</exception>
    public bool Add(string name)
    {
        var isFolder = name.EndsWith('/');
        var parts = (isFolder ? name[..^1] : name).Split('/');
        if ((WhyTooLong(name, parts) ?? WhyNot(name, parts)) is { } reason) throw new InvalidArtifactException($"The archive has an entry '{Printable(name)}', {reason}. Pack the files again, with paths below one folder.");
        for (var count = 1; count < parts.Length + (isFolder ? 1 : 0); count++) _folders.Add(string.Join('/', parts[..count]));
        var path = string.Join('/', parts);
        if (!isFolder && !_files.Add(path)) throw new InvalidArtifactException($"The archive has the entry '{Printable(name)}' twice. Pack the files again, each once.");
        if (_files.Overlaps(isFolder ? [path] : Above(parts)) || (!isFolder && _folders.Contains(path)))
            throw new InvalidArtifactException($"The archive has the entry '{Printable(name)}' both as a file and as a folder. Pack the files again.");
        return !isFolder;
    }

    private static IEnumerable<string> Above(string[] parts) => Enumerable.Range(1, parts.Length - 1).Select(count => string.Join('/', parts[..count]));

    private static string? WhyTooLong(string name, string[] parts)
    {
        if (name.Length > LongestName) return $"whose name has {name.Length:N0} characters; the limit is {LongestName:N0}";
        if (parts.Length - 1 > MostFolders) return $"which is {parts.Length - 1} folders deep; the limit is {MostFolders}";
        return parts.Any(static part => part.Length > LongestPart) ? $"a part of whose name has more than {LongestPart} characters" : null;
    }

    private static string? WhyNot(string name, string[] parts)
    {
        if (name.StartsWith('/')) return "which is an absolute path";
        if (name.Contains('\\')) return "whose name has a backslash";
        if (name.Contains(':')) return "whose name has a drive or stream";
        if (parts.Contains("..")) return "which leads outside its root";
        if (parts.Any(part => part.Length == 0 || part == "." || part.EndsWith(' ') || part.EndsWith('.') || part.Any(char.IsControl))) return "which is not the path of a file";
        return null;
    }

    private static string Printable(string name) => string.Concat(name.Take(200).Select(c => char.IsControl(c) ? '?' : c));
}
