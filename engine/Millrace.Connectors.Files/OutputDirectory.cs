using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Millrace.Connectors.Files;

/// <summary>An output folder: its owner, its current attempt, and its epochs' files.</summary>
internal sealed class OutputDirectory(string path)
{
    /// <summary>Creates the folder and claims it for a sink, or finds that the sink already owns it.</summary>
    /// <exception cref="InvalidJobException">It belongs to another job or sink, or contains files that no job wrote.</exception>
    public void Claim(SinkContext context)
    {
        Directory.CreateDirectory(path);
        OutputValidation.CheckOwner(path, context.JobId);
        var owner = OutputOwner.Of(path) ?? Take(context);
        if (owner.JobId != context.JobId) OutputValidation.CheckOwner(path, context.JobId);
        if (owner.OperatorId != context.OperatorId)
        {
            throw new InvalidJobException(
                $"The output {path} belongs to the sink {owner.OperatorId} of this job, not to {context.OperatorId}; give each sink its own folder and a stable Uid.");
        }
    }

    /// <summary>
    /// Marks the start of a subtask's attempt. One that finds the mark of a later attempt that owns any of its writers was replaced: what it would
    /// retract may be the later one's.
    /// </summary>
    public void BeginAttempt(SinkContext context)
    {
        var own = Path.Combine(path, new AttemptMark(context.Attempt, context.Subtask, context.Parallelism).FileName);
        File.OpenHandle(own, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete).Dispose();
        foreach (var (mark, name) in AttemptMarks())
        {
            if (name.Attempt < context.Attempt && name.SharesWritersWith(context)) File.Delete(mark);
        }
    }

    /// <exception cref="IOException">A later attempt has started.</exception>
    public void RefuseIfReplaced(SinkContext context)
    {
        foreach (var (_, name) in AttemptMarks())
        {
            if (name.Attempt > context.Attempt && name.SharesWritersWith(context))
                throw new IOException($"Attempt {context.Attempt} of the job is stale: attempt {name.Attempt} has taken over its output {path}.");
        }
    }

    /// <summary>Returns the epochs' files, hidden or visible.</summary>
    public IReadOnlyList<(string Path, PartName Part)> Parts(bool hidden)
    {
        var parts = new List<(string, PartName)>();
        foreach (var file in Directory.GetFiles(path, hidden ? ".part-*" : "part-*"))
        {
            if (PartName.TryParse(Path.GetFileName(file), out var part)) parts.Add((file, part));
        }

        return parts;
    }

    /// <summary>
    /// Publishes a file; one that was published before stays as it is. The name by which a savepoint keeps it is only for a restore: a later attempt
    /// that retracts its output deletes the hidden name but not that one, and an attempt that was replaced must not publish it again.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="isRestored">Whether it is one of those of a restored checkpoint.</param>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="InvalidDataException">Another file has its visible name.</exception>
    public void Show(EpochFile file, bool isRestored)
    {
        var hidden = Path.Combine(path, file.HiddenName);
        var kept = Path.Combine(path, file.KeptName);
        var visible = Path.Combine(path, file.VisibleName);
        var result = Libc.Link(hidden, visible);
        if (isRestored && result == LinkResult.SourceMissing) result = Libc.Link(kept, visible);
        switch (result)
        {
            case LinkResult.SourceMissing when !File.Exists(visible):
                throw new FileNotFoundException(
                    $"The output file {hidden} ({file.Length} bytes), which the checkpoint refers to, is gone and was not published as {file.VisibleName}. Restore with the original output folder, or from an earlier checkpoint.",
                    hidden);
            case LinkResult.SourceMissing or LinkResult.TargetExists:
                RequireSame(visible, file);
                break;
        }

        Sync();
        File.Delete(hidden);
        File.Delete(kept);
    }

    /// <summary>Gives an unpublished file a second name, which a recovery from an earlier checkpoint does not delete.</summary>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    public void Keep(EpochFile file)
    {
        var hidden = Path.Combine(path, file.HiddenName);
        if (Libc.Link(hidden, Path.Combine(path, file.KeptName)) == LinkResult.SourceMissing && !File.Exists(Path.Combine(path, file.VisibleName)))
            throw new FileNotFoundException($"The output file {hidden} ({file.Length} bytes), which is not published yet, is gone.", hidden);
        Sync();
    }

    public void Sync() => Libc.SyncDirectory(path);

    private static void RequireSame(string visible, EpochFile file)
    {
        using var stream = File.OpenRead(visible);
        var checksum = new XxHash3();
        checksum.Append(stream);
        if (stream.Length == file.Length && checksum.GetCurrentHashAsUInt64() == file.Checksum) return;
        throw new InvalidDataException(
            $"The output file {visible} ({stream.Length} bytes, checksum {checksum.GetCurrentHashAsUInt64():x16}) is not the one that the job wrote ({file.Length} bytes, checksum {file.Checksum:x16}). Move it away, then restore the job.");
    }

    private OutputOwner Take(SinkContext context)
    {
        // Written to a separate file and linked, so that the owner file is never seen empty.
        var owner = new OutputOwner(context.JobId, context.OperatorId);
        var aside = Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $".owner-{context.Subtask}-{context.Attempt}"));
        using (var file = File.OpenHandle(aside, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, Encoding.UTF8.GetBytes(owner.ToText()), 0);
            RandomAccess.FlushToDisk(file);
        }

        Libc.Link(aside, Path.Combine(path, OutputOwner.FileName));
        Sync();
        File.Delete(aside);
        return OutputOwner.Of(path) ?? owner;
    }

    private List<(string Path, AttemptMark Name)> AttemptMarks()
    {
        var marks = new List<(string, AttemptMark)>();
        foreach (var mark in Directory.GetFiles(path, AttemptMark.Start + "*"))
        {
            if (AttemptMark.TryParse(Path.GetFileName(mark), out var name)) marks.Add((mark, name));
        }

        return marks;
    }
}
