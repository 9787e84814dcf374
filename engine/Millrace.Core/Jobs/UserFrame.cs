using System.Diagnostics;
using System.Reflection;

namespace Millrace.Core.Jobs;

/// <summary>Finds the line of a user's code in an exception's stack trace.</summary>
internal static class UserFrame
{
    /// <summary>Returns the innermost frame outside the engine and the framework, as a line of a stack trace; null if there is none.</summary>
    public static string? FirstIn(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            var frames = new StackTrace(e, fNeedFileInfo: true).GetFrames().Where(IsUsers).ToList();
            // Prefers a frame with a line number: libraries called by user code rarely come with symbols.
            if ((frames.Find(static f => f.GetFileLineNumber() > 0) ?? frames.FirstOrDefault()) is { } frame) return new StackTrace(frame).ToString().TrimEnd();
        }

        return null;
    }

    private static bool IsUsers(StackFrame frame) => frame.GetMethod()?.DeclaringType?.Assembly is { } assembly && !IsFramework(assembly) && !IsEngine(assembly);

    private static bool IsFramework(Assembly assembly) => assembly.GetName().Name is not { } name || name.Split('.')[0] is "System" or "Microsoft" or "mscorlib" or "netstandard";

    /// <summary>Checks the metadata that Directory.Build.targets adds to the engine's assemblies.</summary>
    private static bool IsEngine(Assembly assembly) => assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Any(static a => a is { Key: "Millrace", Value: "engine" });
}
