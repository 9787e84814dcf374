using Millrace.Transformations;

namespace Millrace;

internal static class OperatorSettings
{
    /// <summary>The maximum length of Uids, which are in every manifest, and of names, which are in every failure and metric.</summary>
    private const int LongestText = 200;

    public static void SetUid(Transformation transformation, string uid)
    {
        CheckText(transformation, "Uid", uid);
        transformation.Uid = uid;
    }

    public static void SetName(Transformation transformation, string name)
    {
        CheckText(transformation, "name", name);
        transformation.Name = name;
    }

    public static void SetErrorHandling(Transformation transformation, ErrorHandling handling)
    {
        CheckTakesRecords(transformation);
        transformation.OnError = handling;
    }

    public static void AddErrorOutput(Transformation transformation, Type recordType, OutputTag tag)
    {
        CheckTakesRecords(transformation);
        var types = transformation.Inputs.Select(static i => i.RecordType).Distinct().ToList();
        if (!types.Contains(recordType))
        {
            throw new InvalidJobException(
                $"The {transformation.Kind} at {transformation.CallSite} takes records of {string.Join(" and ", types.Select(static t => t.Name))}, but OnError's tag '{tag.Name}' is for records of {recordType.Name}.");
        }

        if (transformation.ErrorOutputs.Any(o => o.RecordType == tag.RecordType))
            throw new InvalidJobException($"The {transformation.Kind} at {transformation.CallSite} already has a side output for failed records of {recordType.Name}; give only one.");
        transformation.ErrorOutputs = [.. transformation.ErrorOutputs, tag];
    }

    public static void SetParallelism(Transformation transformation, int parallelism)
    {
        if (parallelism < 1)
        {
            throw new InvalidJobException(
                $"The parallelism of the {transformation.Kind} at {transformation.CallSite} is {parallelism}; it must be at least 1.");
        }

        transformation.Parallelism = parallelism;
    }

    private static void CheckText(Transformation transformation, string what, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) throw Wrong("is empty");
        if (text.Length > LongestText) throw Wrong($"has {text.Length} characters");
        if (text.Any(char.IsControl)) throw Wrong("has a control character");

        InvalidJobException Wrong(string how) =>
            new($"The {what} of the {transformation.Kind} at {transformation.CallSite} {how}; give it 1 to {LongestText} characters, none of them a control character.");
    }

    private static void CheckTakesRecords(Transformation transformation)
    {
        if (transformation.Inputs.Count == 0)
            throw new InvalidJobException($"The {transformation.Kind} at {transformation.CallSite} takes no records; put OnError after the operator whose function may throw.");
    }
}
