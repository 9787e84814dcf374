namespace Millrace.Core.Schemas;

/// <summary>
/// Decides whether keys written under one schema are found under another: their bytes must be the same. So members may be renamed with
/// <see cref="FormerNameAttribute"/>, and the type itself too; nothing may be added, removed or moved.
/// </summary>
public static class KeyCompatibility
{
    /// <summary>Returns why the keys would not be found, in words for the user; null if they are.</summary>
    public static string? WhyNot(Schema written, Schema current)
    {
        if (written.Equals(current)) return null;
        if (SchemaCompatibility.Check(written, current) is [var mismatch, ..])
            return mismatch.IsRename ? mismatch.Message : $"{mismatch.Path} was {mismatch.Written} and is {mismatch.Current} now.";
        return Moved(written, current, "the key");
    }

    private static string? Moved(Schema written, Schema current, string path)
    {
        for (var i = 0; i < written.Arguments.Count; i++)
        {
            if (Moved(written.Arguments[i], current.Arguments[i], path) is { } moved) return moved;
        }

        var matches = SchemaCompatibility.MatchMembers(written, current);
        if (!matches.SequenceEqual(Enumerable.Range(0, current.Members.Count)))
            return $"the members of {path} were {Names(written)} and are {Names(current)} now.";
        for (var i = 0; i < matches.Length; i++)
        {
            if (Moved(written.Members[i].Type, current.Members[i].Type, $"{path}.{current.Members[i].Name}") is { } moved) return moved;
        }

        return null;
    }

    private static string Names(Schema schema) => string.Join(", ", schema.Members.Select(m => m.Name));
}
