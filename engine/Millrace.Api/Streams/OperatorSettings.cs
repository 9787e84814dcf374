using Millrace.Transformations;

namespace Millrace;

internal static class OperatorSettings
{
    public static void SetUid(Transformation transformation, string uid)
    {
        if (string.IsNullOrWhiteSpace(uid))
            throw new InvalidJobException($"The Uid of the {transformation.Kind} at {transformation.CallSite} is empty; give it a word.");
        transformation.Uid = uid;
    }

    public static void SetName(Transformation transformation, string name) => transformation.Name = name;

    public static void SetParallelism(Transformation transformation, int parallelism)
    {
        if (parallelism < 1)
        {
            throw new InvalidJobException(
                $"The parallelism of the {transformation.Kind} at {transformation.CallSite} is {parallelism}; it must be at least 1.");
        }

        transformation.Parallelism = parallelism;
    }
}
