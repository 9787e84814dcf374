namespace Millrace.Core.Schemas;

/// <summary>
/// Decides whether data written under one schema can be read under another. Members match by name: an added one takes its
/// default and a removed one is skipped. A changed type is refused, and so is what looks like a rename, because either would
/// lose data silently.
/// </summary>
public static class SchemaCompatibility
{
    /// <summary>Returns all reasons why data of <paramref name="written"/> cannot be read as <paramref name="current"/>; empty if it can.</summary>
    public static IReadOnlyList<SchemaMismatch> Check(Schema written, Schema current)
    {
        var found = new List<SchemaMismatch>();
        if (!written.Equals(current))
            Compare(written, current, ShortName(current), found);
        return found;
    }

    /// <summary>
    /// Returns, for each member of the object <paramref name="written"/>, its index in <paramref name="current"/>, or -1 if it was removed. Equal
    /// names take precedence; a previous name only claims a member that no current name does.
    /// </summary>
    public static int[] MatchMembers(Schema written, Schema current)
    {
        var matches = new int[written.Members.Count];
        for (var i = 0; i < matches.Length; i++)
            matches[i] = IndexOf(current, written.Members[i].Name);
        for (var target = 0; target < current.Members.Count; target++)
        {
            if (matches.Contains(target))
                continue;
            foreach (var name in current.Members[target].FormerNames ?? [])
            {
                var i = IndexOf(written, name);
                if (i < 0 || matches[i] >= 0)
                    continue;
                matches[i] = target;
                break;
            }
        }

        return matches;
    }

    /// <summary>Whether the user-defined serializer <paramref name="current"/> reads data of <paramref name="written"/>.</summary>
    public static bool ReadsFormat(Schema current, Schema written) => written.Kind == SchemaKind.Custom
        ? written.Format == current.Format || current.FormerFormats.Contains(written.Format)
        : current.FormerFormats.Contains(written.ToString());

    private static void Compare(Schema written, Schema current, string path, List<SchemaMismatch> found)
    {
        // A type that was not nullable, such as a string, may now have a user-defined format, which is nullable.
        if (current.Kind == SchemaKind.Nullable && current.Arguments[0].Kind == SchemaKind.Custom && written.Kind != SchemaKind.Nullable)
            current = current.Arguments[0];
        if (current.Kind == SchemaKind.Custom)
        {
            if (!ReadsFormat(current, written))
                found.Add(Changed(path, written, current));
            return;
        }

        if (written.Kind != current.Kind)
        {
            found.Add(Changed(path, written, current));
            return;
        }

        switch (current.Kind)
        {
            case SchemaKind.Primitive when written.Name != current.Name:
                found.Add(Changed(path, written, current));
                break;
            case SchemaKind.Nullable:
                Compare(written.Arguments[0], current.Arguments[0], path, found);
                break;
            case SchemaKind.List or SchemaKind.Set:
                Compare(written.Arguments[0], current.Arguments[0], $"{path}[]", found);
                break;
            case SchemaKind.Map:
                Compare(written.Arguments[0], current.Arguments[0], $"{path}[key]", found);
                Compare(written.Arguments[1], current.Arguments[1], $"{path}[value]", found);
                break;
            case SchemaKind.Object:
                CompareMembers(written, current, path, found);
                break;
            case SchemaKind.Enum:
                CompareEnums(written, current, path, found);
                break;
        }
    }

    private static void CompareMembers(Schema written, Schema current, string path, List<SchemaMismatch> found)
    {
        var matches = MatchMembers(written, current);
        for (var i = 0; i < matches.Length; i++)
        {
            var old = written.Members[i];
            if (matches[i] >= 0)
            {
                var target = current.Members[matches[i]];
                Compare(old.Type, target.Type, $"{path}.{target.Name}", found);
                continue;
            }

            var renamed = current.Members.Where((member, target) =>
                member.FormerNames is null && member.Type.Equals(old.Type) && !matches.Contains(target)).FirstOrDefault();
            if (renamed is not null)
                found.Add(Renamed(path, old, renamed));
        }
    }

    private static void CompareEnums(Schema written, Schema current, string path, List<SchemaMismatch> found)
    {
        if (!written.Arguments[0].Equals(current.Arguments[0]))
            found.Add(Changed(path, written.Arguments[0], current.Arguments[0]));
        foreach (var old in written.Constants)
        {
            foreach (var constant in current.Constants)
            {
                if (constant.Name == old.Name && constant.Value != old.Value)
                {
                    found.Add(new SchemaMismatch(path, written, current,
                        $"{path}: {ShortName(current)}.{old.Name} was {old.Value} when the data was written and is {constant.Value} now; "
                        + "data keeps the numbers, so give the constant its old one."));
                }
            }
        }
    }

    private static SchemaMismatch Changed(string path, Schema written, Schema current) => new(path, written, current,
        $"{path} was written as {written} and is {current} now; keep the type, add a member under another name, "
        + "or read the old data with a serializer of your own ([Serializer], ISerializer<T>.FormerSchemas).");

    private static SchemaMismatch Renamed(string path, SchemaMember old, SchemaMember added) => new(
        $"{path}.{added.Name}", old.Type, added.Type,
        $"{path}.{old.Name} is gone and {path}.{added.Name} of the same type, {added.Type}, is new: mark {added.Name} "
        + $"[FormerName(\"{old.Name}\")] if it was renamed, or [FormerName] without a name if it is another member.")
    { IsRename = true };

    private static int IndexOf(Schema schema, string name)
    {
        for (var i = 0; i < schema.Members.Count; i++)
        {
            if (schema.Members[i].Name == name)
                return i;
        }

        return -1;
    }

    private static string ShortName(Schema schema)
    {
        var generic = schema.Name.IndexOf('[', StringComparison.Ordinal);
        var dot = schema.Name.LastIndexOf('.', generic < 0 ? schema.Name.Length - 1 : generic);
        return schema.Name[(dot + 1)..];
    }
}
