namespace Millrace.Connectors.Files;

/// <summary>The sink and the job that own an output folder: the two lines of its file <c>_owner</c>.</summary>
internal sealed record OutputOwner(string JobId, string OperatorId)
{
    public const string FileName = "_owner";

    public string ToText() => $"{JobId}\n{OperatorId}\n";

    /// <summary>Returns the owner of a folder, or null where it has none.</summary>
    public static OutputOwner? Of(string directory)
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(directory, FileName));
            return new OutputOwner(lines is [var job, ..] ? job : "", lines is [_, var id, ..] ? id : "");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
