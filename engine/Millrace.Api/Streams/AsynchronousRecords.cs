namespace Millrace;

/// <summary>Functions are synchronous: a stream of tasks would carry unfinished work between threads and past checkpoints.</summary>
internal static class AsynchronousRecords
{
    public static void Refuse(Type type, string callSite)
    {
        var open = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        if (typeof(Task).IsAssignableFrom(type) || open == typeof(ValueTask) || open == typeof(ValueTask<>) || open == typeof(IAsyncEnumerable<>))
        {
            throw new InvalidJobException(
                $"A stream of {type.Name} is defined at {callSite}: functions are synchronous. Return the value itself; calls to the outside belong in an async operator.");
        }
    }
}
