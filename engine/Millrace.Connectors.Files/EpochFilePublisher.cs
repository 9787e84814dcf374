namespace Millrace.Connectors.Files;

/// <summary>Links epochs' files to their visible names, and retracts output after a restored checkpoint.</summary>
internal sealed class EpochFilePublisher(OutputDirectory directory, SinkContext context) : IEpochPublisher
{
    public void Recover(IReadOnlyList<PendingEpoch> pending, long restored)
    {
        directory.Claim(context);
        // Before the mark is made, so that one that was replaced leaves none behind; and after it, because another may have been made meanwhile.
        directory.RefuseIfReplaced(context);
        directory.BeginAttempt(context);
        directory.RefuseIfReplaced(context);
        foreach (var epoch in pending) directory.Show(EpochFile.FromPayload(epoch.Payload), isRestored: true);

        // Hidden files first: a deleted file can no longer be linked by a stale attempt. Those of pending epochs were deleted when published.
        foreach (var (path, part) in directory.Parts(hidden: true))
        {
            if (context.Owns(part.Writer) && part.Attempt < context.Attempt) File.Delete(path);
        }

        // Listed before the marks are read: a later attempt leaves its mark before it publishes anything, so none of its files is in the list.
        var visible = directory.Parts(hidden: false);
        directory.RefuseIfReplaced(context);
        foreach (var (path, part) in visible)
        {
            if (context.Owns(part.Writer) && part.Epoch > restored) File.Delete(path);
        }

        directory.Sync();
    }

    public void Publish(PendingEpoch epoch) => directory.Show(EpochFile.FromPayload(epoch.Payload), isRestored: false);

    public void Dispose() { }
}
