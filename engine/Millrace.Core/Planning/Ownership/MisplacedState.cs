using System.Reflection;
using Millrace.Transformations;

namespace Millrace.Core.Planning.Ownership;

/// <summary>
/// Refuses state that is not in an instance field of its function. Anywhere else it would have no storage, and fail with the first record: in
/// another object, an array, a captured variable or a static field, or created by each call.
/// </summary>
internal static class MisplacedState
{
    /// <exception cref="InvalidJobException">There is such state.</exception>
    public static void Refuse(Transformation transformation, DefinedObjects objects, IReadOnlySet<StateDeclaration> found)
    {
        // Bound state belongs to a running task, such as that of a test captured by a lambda.
        foreach (var (state, path) in objects.States)
        {
            if (!found.Contains(state) && !state.IsBound) throw Refused(transformation, $"has the state '{state.Name}' in {path}");
        }

        foreach (var function in objects.Functions) RefuseUses(transformation, function);
        foreach (var (method, path) in objects.Methods) RefuseUse(transformation, method, path);
    }

    private static void RefuseUses(Transformation transformation, StreamFunction function)
    {
        for (var type = function.GetType(); type is not null && type.Assembly != typeof(StreamFunction).Assembly; type = type.BaseType)
        {
            foreach (var method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (method.IsVirtual) RefuseUse(transformation, method, $"{type.Name}.{method.Name}");
            }
        }
    }

    private static void RefuseUse(Transformation transformation, MethodInfo method, string path)
    {
        if (StateDeclarations.StaticOf(method) is { } field) throw Refused(transformation, $"uses the static state {field.DeclaringType!.Name}.{FieldPath.NameOf(field)} in {path}");
        if (StateDeclarations.MadeBy(method) is { } made) throw Refused(transformation, $"creates state in {path}, a {made.Name.Split('`')[0]}, on every call");
    }

    private static InvalidJobException Refused(Transformation transformation, string what) => new(
        $"The {transformation.Kind} '{transformation.Name ?? transformation.Uid ?? transformation.Kind}' at {transformation.CallSite} {what}, where no checkpoint would find it. State is an instance field of its function: declare it there.");
}
