using Millrace.Transformations;

namespace Millrace;

internal static class OperatorSettings
{
    public static void SetUid(Transformation transformation, string uid)
    {
        if (string.IsNullOrWhiteSpace(uid))
            throw new InvalidJobException($"The Uid of the {transformation.Kind} at {transformation.CallSite} is empty; give it a name.");
        transformation.Uid = uid;
    }

    public static void SetName(Transformation transformation, string name) => transformation.Name = name;

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

    private static void CheckTakesRecords(Transformation transformation)
    {
        if (transformation.Inputs.Count == 0)
            throw new InvalidJobException($"The {transformation.Kind} at {transformation.CallSite} takes no records; put OnError after the operator whose function may throw.");
    }
}
