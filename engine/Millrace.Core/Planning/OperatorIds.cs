using System.IO.Hashing;
using System.Text;
using Millrace.Core.Graph;
using Millrace.Transformations;

namespace Millrace.Core.Planning;

/// <summary>
/// The id of an operator is its Uid. Without one it is derived: a hash of its kind and of the derived ids and edges that lead to it, never of Uids,
/// compiler-generated names, parallelism or chaining. Operators that are identical in all of these are distinguished by their order. A Uid that is
/// added later therefore changes no other id, and its operator is still found by the derived one.
/// </summary>
internal static class OperatorIds
{
    public static Dictionary<Transformation, OperatorId> Derive(IReadOnlyList<Transformation> transformations)
    {
        var ids = new Dictionary<Transformation, OperatorId>(ReferenceEqualityComparer.Instance);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var uids = transformations.Select(t => t.Uid).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var transformation in transformations)
        {
            var derived = Derive(transformation, ids);
            var id = derived;
            for (var n = 2; !taken.Add(id) || (uids.Contains(id) && transformation.Uid != id); n++) id = $"{derived}-{n}";
            ids[transformation] = new OperatorId(id);
        }

        return ids;
    }

    private static string Derive(Transformation transformation, Dictionary<Transformation, OperatorId> ids)
    {
        var path = new StringBuilder(transformation.Kind);
        foreach (var (index, input) in transformation.Inputs.Index())
        {
            if (index == transformation.FirstInputs) path.Append("|second");
            path.Append('|').Append(ids[input.Source]).Append(':').Append(input.PartitioningKind);
            if (input.SideOutput is { } side) path.Append(':').Append(side.Name);
        }

        return $"{transformation.Kind}-{XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(path.ToString())):x16}";
    }
}
