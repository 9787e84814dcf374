using Millrace.Connectors.Files;

namespace Nexmark.Running;

/// <summary>The file of a run's rows. While the job runs they are in a folder beside it, which is the job's as long as it can be restored.</summary>
internal static class RowFile
{
    /// <summary>Returns the folder of the rows of a file that is not complete yet.</summary>
    public static string FolderOf(string file)
    {
        var path = Path.GetFullPath(file);
        return Path.Combine(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)}.rows");
    }

    /// <summary>Removes the rows left by an earlier run; a new job could not claim another job's folder.</summary>
    public static void Discard(string file)
    {
        if (Directory.Exists(FolderOf(file))) Directory.Delete(FolderOf(file), recursive: true);
    }

    /// <summary>Concatenates the rows under a header line.</summary>
    public static void Complete(string file, string columns)
    {
        var folder = FolderOf(file);
        if (!Directory.Exists(folder)) return;
        var unfinished = $"{file}.tmp";
        using (var output = File.Create(unfinished))
        {
            output.Write(System.Text.Encoding.UTF8.GetBytes($"{columns.Replace(' ', '\t')}\n"));
            foreach (var part in VisibleFiles.Under(folder))
            {
                using var rows = File.OpenRead(Path.Combine(folder, part));
                rows.CopyTo(output);
            }
        }

        File.Move(unfinished, file, overwrite: true);
    }
}
