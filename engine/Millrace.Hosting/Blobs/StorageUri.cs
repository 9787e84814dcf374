namespace Millrace.Hosting.Blobs;

/// <summary>
/// Where blobs are: <c>file://</c> and the absolute path of a folder, or <c>azure://ACCOUNT/CONTAINER</c> with the names of folders in the container. It
/// says nothing of how the account is reached, and contains no secret: that is configuration.
/// </summary>
public sealed record StorageUri
{
    /// <summary>The expected forms, for messages.</summary>
    public const string Expected =
        "there is no such storage; give file:// and the absolute path of a folder, such as file:///var/lib/millrace, or azure://ACCOUNT/CONTAINER/FOLDER.";

    private const string FileScheme = "file://";
    private const string AzureScheme = "azure://";

    private readonly string _text;

    private StorageUri(string text) => _text = text;

    /// <summary>The folder; null where the storage is not in one.</summary>
    public string? Folder => _text.StartsWith(FileScheme, StringComparison.Ordinal) ? _text[FileScheme.Length..] : null;

    /// <summary>The storage account of Azure, or its host name where it contains a dot; null where the storage is not in one.</summary>
    public string? Account => AzureParts is [var account, ..] ? account : null;

    /// <summary>The container of Azure; null where the storage is not in one.</summary>
    public string? Container => AzureParts is [_, var container, ..] ? container : null;

    /// <summary>The folder in the container, without a slash at its end; empty where there is none.</summary>
    public string Prefix => AzureParts is [_, _, .. var folders] ? string.Join('/', folders) : "";

    /// <summary>The last part.</summary>
    public string Name => _text[(_text.LastIndexOf('/') + 1)..];

    /// <summary>What it lies in; null for a file system's root and for a container.</summary>
    public StorageUri? Parent => (Folder is { Length: > 1 } || AzureParts.Length > 2) ? Normalized(_text[..(_text.LastIndexOf('/'))]) : null;

    private string[] AzureParts => _text.StartsWith(AzureScheme, StringComparison.Ordinal) ? _text[AzureScheme.Length..].Split('/') : [];

    /// <summary>Returns the URI of a folder.</summary>
    public static StorageUri OfFolder(string path) => new(FileScheme + Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    /// <summary>Whether a text has the form of a URI, of any scheme, rather than that of a path.</summary>
    public static bool IsUri(string text) => text.Contains("://", StringComparison.Ordinal);

    /// <summary>Reads a URI; null where the text is not that of a storage.</summary>
    public static StorageUri? TryParse(string text)
    {
        if (text.StartsWith(FileScheme + "/", StringComparison.Ordinal)) return OfFolder(text[FileScheme.Length..]);
        if (!text.StartsWith(AzureScheme, StringComparison.Ordinal)) return null;
        var parts = text[AzureScheme.Length..].TrimEnd('/').Split('/');
        // What follows a question mark would be a secret, and what an at sign follows.
        return parts.Length >= 2 && parts.All(static p => p.Length > 0 && p is not ("." or "..") && p.AsSpan().IndexOfAny("?#@\\") < 0) ? new StorageUri(AzureScheme + string.Join('/', parts)) : null;
    }

    /// <summary>Reads a path or a URI; null where it is a URI of something else.</summary>
    /// <param name="text">The text; a path may be relative to the process's current folder.</param>
    public static StorageUri? TryParsePath(string text) => IsUri(text) ? TryParse(text) : OfFolder(text);

    /// <summary>Returns what lies in it under a relative path.</summary>
    public StorageUri Append(string path) => Folder is { } folder ? OfFolder(Path.Combine(folder, path)) : Normalized($"{_text}/{path.Trim('/')}");

    /// <summary>Returns the URI.</summary>
    public override string ToString() => _text;

    /// <summary>Returns the path of a folder, and else the URI: how it is shown to people.</summary>
    public string Describe() => Folder ?? _text;

    private static StorageUri Normalized(string text) => TryParse(text.EndsWith(':') || text == FileScheme ? text + '/' : text) ?? throw new FormatException($"'{text}': {Expected}");
}
