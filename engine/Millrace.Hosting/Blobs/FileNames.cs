using System.Runtime.InteropServices;

namespace Millrace.Hosting.Blobs;

/// <summary>What .NET's file functions do not offer: creating a name only if it does not exist, in one step, and making names durable.</summary>
internal static partial class FileNames
{
    private const int FileExists = 17;

    /// <summary>
    /// Gives a file a second name by link(2); false where the name exists. <see cref="File.Move(string, string)"/> is a check and a rename.
    /// </summary>
    public static bool TryLink(string from, string to)
    {
        if (Link(from, to) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error != FileExists
            ? throw new IOException($"Cannot link {from} to {to}: {Marshal.GetPInvokeErrorMessage(error)}.", error)
            : false;
    }

    /// <summary>Makes the names in a folder durable.</summary>
    public static void Sync(string folder)
    {
        var descriptor = Open(folder, 0);
        if (descriptor < 0) throw Failure();
        try
        {
            if (Fsync(descriptor) != 0) throw Failure();
        }
        finally
        {
            _ = Close(descriptor);
        }

        IOException Failure() => new($"Cannot sync {folder}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.", Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
