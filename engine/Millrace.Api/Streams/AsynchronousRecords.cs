using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>
/// Refuses streams of tasks: functions are synchronous, and a task would carry unfinished work between threads and past checkpoints.
/// </summary>
internal static class AsynchronousRecords
{
    // Unloaded with the type.
    private static readonly ConditionalWeakTable<Type, StrongBox<bool>> s_holdsTasks = [];

    public static void Refuse(Type type, string callSite, string what = "A stream")
    {
        if (!s_holdsTasks.GetValue(type, static t => new StrongBox<bool>(HoldsTasks(t))).Value) return;
        throw new InvalidJobException(
            $"{what} of {NameOf(type)} is defined at {callSite}: functions must be synchronous. Return the value itself, not a task of it.");
    }

    /// <summary>Also finds tasks within a record, as in a pair of a key and a task or a list of tasks.</summary>
    private static bool HoldsTasks(Type type) =>
        IsTask(type) || (type.HasElementType && HoldsTasks(type.GetElementType()!)) || type.GetGenericArguments().Any(HoldsTasks);

    private static bool IsTask(Type type) =>
        typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask) || IsOf(type, typeof(ValueTask<>)) || IsOf(type, typeof(IAsyncEnumerable<>))
        || type.GetInterfaces().Any(static i => IsOf(i, typeof(IAsyncEnumerable<>)));

    private static bool IsOf(Type type, Type open) => type.IsGenericType && type.GetGenericTypeDefinition() == open;

    private static string NameOf(Type type) =>
        type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : type.Name;
}
