using System.IO.Hashing;
using System.Text;
using Millrace.Core.Graph;
using Millrace.Transformations;

namespace Millrace.Core.Planning;

/// <summary>
/// The id of an operator is its Uid, or a hash of its kind and of the ids and edges that lead to it: never of compiler-made names, of
/// parallelism or of chaining. Operators that are alike in all this are told apart by their order.
/// </summary>
internal static class OperatorIds
{
    public static Dictionary<Transformation, OperatorId> Assign(IReadOnlyList<Transformation> transformations)
    {
        var ids = new Dictionary<Transformation, OperatorId>(ReferenceEqualityComparer.Instance);
        var taken = transformations.Select(t => t.Uid).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var transformation in transformations)
            ids[transformation] = new OperatorId(transformation.Uid ?? Derive(transformation, ids, taken));
        return ids;
    }

    private static string Derive(Transformation transformation, Dictionary<Transformation, OperatorId> ids, HashSet<string> taken)
    {
        var path = new StringBuilder(transformation.Kind);
        foreach (var (index, input) in transformation.Inputs.Index())
        {
            if (index == transformation.FirstInputs) path.Append("|second");
            path.Append('|').Append(ids[input.Source]).Append(':').Append(input.PartitioningKind);
            if (input.SideOutput is { } side) path.Append(':').Append(side.Name);
        }

        var hash = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(path.ToString()));
        var id = $"{transformation.Kind}-{hash:x16}";
        for (var n = 2; !taken.Add(id); n++) id = $"{transformation.Kind}-{hash:x16}-{n}";
        return id;
    }
}
