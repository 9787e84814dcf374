namespace Millrace.Hosting.Blobs;

/// <summary>What tells a storage without room from one that is unavailable: room is made by people, by deleting or by a larger disk or quota.</summary>
public static class DiskSpace
{
    // A full disk and a quota that is used up, as Linux, macOS and Windows number them.
    private static readonly int[] s_usedUp = [28, 69, 122, unchecked((int)0x80070027), unchecked((int)0x80070070)];

    /// <summary>Returns whether a write failed because there is no room: the disk is full, or a quota is used up.</summary>
    public static bool IsUsedUp(Exception e) => e is IOException && s_usedUp.Contains(e.HResult);
}
