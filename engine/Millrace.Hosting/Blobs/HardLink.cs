using System.Runtime.InteropServices;

namespace Millrace.Hosting.Blobs;

/// <summary>link(2): creates a name for a file, and fails where the name exists. File.Move without overwrite is a check and a rename.</summary>
internal static partial class HardLink
{
    private const int FileExists = 17;

    /// <summary>False where <paramref name="to"/> exists.</summary>
    public static bool TryCreate(string from, string to)
    {
        if (Link(from, to) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error == FileExists ? false : throw new IOException($"Cannot link {from} to {to}: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);
}
