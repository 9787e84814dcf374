using System.Runtime.InteropServices;

namespace Millrace.Hosting.Hosts;

/// <summary>The operating system's ids of threads.</summary>
internal static partial class ThreadNumbers
{
    /// <summary>The id of the calling thread; 0 where it is not known.</summary>
    public static int Current => OperatingSystem.IsLinux() ? GetThreadId() : OperatingSystem.IsWindows() ? GetCurrentThreadId() : 0;

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int GetThreadId();

    [LibraryImport("kernel32")]
    private static partial int GetCurrentThreadId();
}
