using System.Runtime.InteropServices;

namespace Millrace.Connectors.Files;

/// <summary>What .NET's file functions do not offer: a link that never overwrites, and syncing a folder's entries to disk.</summary>
internal static partial class Libc
{
    private const int NoEntry = 2;
    private const int Exists = 17;

    /// <summary>Gives a file a second name, unless the name exists.</summary>
    public static LinkResult Link(string from, string to)
    {
        if (link(from, to) == 0) return LinkResult.Linked;
        var error = Marshal.GetLastPInvokeError();
        return error switch
        {
            Exists => LinkResult.TargetExists,
            NoEntry => LinkResult.SourceMissing,
            _ => throw new IOException($"{to} cannot be linked to {from}: {Marshal.GetPInvokeErrorMessage(error)}. The folder must be on a file system with hard links."),
        };
    }

    /// <summary>Makes the entries of a folder durable.</summary>
    public static void SyncDirectory(string path)
    {
        var descriptor = open(path, 0);
        if (descriptor < 0) throw Failure();
        try
        {
            if (fsync(descriptor) != 0) throw Failure();
        }
        finally
        {
            _ = close(descriptor);
        }

        IOException Failure() => new($"The folder {path} cannot be synced: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int link(string from, string to);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
