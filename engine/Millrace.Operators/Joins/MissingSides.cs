namespace Millrace;

/// <summary>Refuses outer joins whose missing side could not be null: the default of a non-nullable value type would be taken for a record.</summary>
internal static class MissingSides
{
    /// <exception cref="InvalidJobException">A side that may be missing cannot be null.</exception>
    public static void Refuse<TLeft, TRight>(JoinKind kind, string join, string file, int line)
    {
        if (kind is JoinKind.Left or JoinKind.Full) Refuse<TRight>(kind, "right", join, CallSite.Of(file, line));
        if (kind is JoinKind.Right or JoinKind.Full) Refuse<TLeft>(kind, "left", join, CallSite.Of(file, line));
    }

    private static void Refuse<T>(JoinKind kind, string side, string join, string callSite)
    {
        if (default(T) is null) return;
        var type = typeof(T).Name.Split('`')[0];
        throw new InvalidJobException(
            $"The {join} at {callSite} is {kind}, and the records of its {side} side are of the value type {type}, whose default could not be distinguished from a missing record. Make them nullable first, as by Map(record => ({type}?)record), or a class.");
    }
}
