using System.Runtime.InteropServices;

namespace Millrace.Hosting.Hosts;

/// <summary>The numbers by which the system knows threads.</summary>
internal static partial class ThreadNumbers
{
    /// <summary>That of the thread that calls; 0 where it cannot be found out.</summary>
    public static int Current => OperatingSystem.IsLinux() ? GetThreadId() : OperatingSystem.IsWindows() ? GetCurrentThreadId() : 0;

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int GetThreadId();

    [LibraryImport("kernel32")]
    private static partial int GetCurrentThreadId();
}
