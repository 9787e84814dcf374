using System.Globalization;
using Millrace.Hosting.Checkpoints;

namespace Millrace.JobManager.Restoring;

/// <summary>What <c>--restore</c> names.</summary>
/// <param name="Directory">The checkpoint folder; null where it is that of the option <c>--checkpoint-dir</c>.</param>
/// <param name="JobId">The job; null for the newest one of the job's name.</param>
/// <param name="Checkpoint">The checkpoint; null for the newest completed one.</param>
internal sealed record RestorePoint(string? Directory, string? JobId, long? Checkpoint)
{
    /// <summary>The word for the newest completed checkpoint of the newest job of a name.</summary>
    public const string LatestWord = "latest";

    private const string Manifests = "manifests";

    /// <summary>What <c>latest</c> names. It is the only restore point that may find nothing: the job then starts from the beginning.</summary>
    public static RestorePoint Latest { get; } = new(null, null, null);

    public bool MayBeNothing => this == Latest;

    /// <summary>Whether the checkpoint is a savepoint in its own folder.</summary>
    public bool IsSavepoint { get; init; }

    /// <summary>Parses a value of <c>--restore</c>, by what is at its path.</summary>
    /// <param name="value"><c>latest</c>, a checkpoint folder, a job's folder in one, a savepoint's folder, or the manifest in it.</param>
    /// <param name="checkpointDirectory">The value of <c>--checkpoint-dir</c>, or null; a path may also be relative to it.</param>
    /// <exception cref="InvalidJobException">There is nothing at the path, or no checkpoint folder is given.</exception>
    public static RestorePoint Parse(string value, string? checkpointDirectory)
    {
        if (value == LatestWord)
        {
            return checkpointDirectory is null
                ? throw new InvalidJobException("--restore latest needs --checkpoint-dir, the folder in which the checkpoints are.")
                : Latest;
        }

        if (Find(Path.GetFullPath(value)) is { } found) return Check(found, value, checkpointDirectory);
        if (checkpointDirectory is not null && Find(Path.GetFullPath(value, Path.GetFullPath(checkpointDirectory))) is { } within)
            return Check(within, value, checkpointDirectory);
        throw new InvalidJobException($"--restore {value}: there is no such folder or manifest. Give a job's folder in a checkpoint folder, a manifest in it, or '{LatestWord}'.");
    }

    /// <summary>Returns the restore point at a path; null where there is none.</summary>
    /// <exception cref="InvalidJobException">It is a file that is not a manifest.</exception>
    public static RestorePoint? FindAt(string path) => Find(Path.GetFullPath(path));

    private static RestorePoint? Find(string path)
    {
        path = Path.TrimEndingDirectorySeparator(path);
        if (File.Exists(path)) return OfManifest(path);
        if (!System.IO.Directory.Exists(path)) return null;
        if (OfSavepoint(path) is { } savepoint) return savepoint;
        return System.IO.Directory.EnumerateFiles(path, "head.v*").Any()
            ? new RestorePoint(Path.GetDirectoryName(path), Path.GetFileName(path), null)
            : new RestorePoint(path, null, null);
    }

    private static RestorePoint OfManifest(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (OfSavepoint(folder) is { } savepoint) return savepoint;
        if (Path.GetFileName(folder) == Manifests
            && Path.GetDirectoryName(folder) is { } job
            && Path.GetDirectoryName(job) is { } directory
            && long.TryParse(Path.GetFileName(path).Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var checkpoint))
        {
            return new RestorePoint(directory, Path.GetFileName(job), checkpoint);
        }

        throw new InvalidJobException($"--restore {path}: the file is not a manifest; manifests are in the folder '{Manifests}' of a job's folder. Give such a file, or the job's folder.");
    }

    /// <summary>A savepoint is a subfolder of the savepoints folder in a job's folder, named after its id.</summary>
    private static RestorePoint? OfSavepoint(string folder) =>
        Path.GetDirectoryName(folder) is { } savepoints
        && Path.GetFileName(savepoints) == JobStore.Savepoints
        && Path.GetDirectoryName(savepoints) is { } job
        && long.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var checkpoint)
            ? new RestorePoint(Path.GetDirectoryName(job), Path.GetFileName(job), checkpoint) { IsSavepoint = true }
            : null;

    private static RestorePoint Check(RestorePoint point, string value, string? checkpointDirectory)
    {
        if (checkpointDirectory is null || Path.TrimEndingDirectorySeparator(Path.GetFullPath(checkpointDirectory)) == point.Directory) return point;
        throw new InvalidJobException($"--restore {value} is in the checkpoint folder {point.Directory}, but --checkpoint-dir is {checkpointDirectory}. A job resumes where it was: leave --checkpoint-dir out.");
    }
}
