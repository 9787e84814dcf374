using System.IO.Hashing;
using System.Text;

namespace Millrace.Core.Splits;

/// <summary>Decides which subtask reads a split: the same function for start, restore and discovery, so that no two readers disagree.</summary>
public static class SplitOwner
{
    /// <summary>Distributes the splits of a group by ordinal, from an offset derived from the group's name.</summary>
    public static int Of(string group, int ordinal, int parallelism)
    {
        var offset = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(group)) % (uint)parallelism;
        return (int)((offset + (uint)ordinal) % (uint)parallelism);
    }
}
