using System.Reflection;
using System.Runtime.CompilerServices;
using Millrace.Transformations;

namespace Millrace.Core.Planning.Ownership;

/// <summary>
/// Refuses state that is not in an instance field of its function. Anywhere else it would have no storage, and fail with the first record: in
/// another object, an array, a captured variable or a static field, or created by each call.
/// </summary>
internal static class MisplacedState
{
    // The misplaced state that the methods of a function's type use; unloaded with the type.
    private static readonly ConditionalWeakTable<Type, StrongBox<string?>> s_uses = [];

    /// <exception cref="InvalidJobException">There is such state.</exception>
    public static void Refuse(Transformation transformation, DefinedObjects objects, IReadOnlySet<StateDeclaration> found)
    {
        // Bound state belongs to a running task, such as that of a test captured by a lambda.
        foreach (var (state, path) in objects.States)
        {
            if (!found.Contains(state) && !state.IsBound) throw Refused(transformation, $"has the state '{state.Name}' in {path}");
        }

        foreach (var function in objects.Functions)
        {
            if (s_uses.GetValue(function.GetType(), static type => new StrongBox<string?>(UseIn(type))).Value is { } use) throw Refused(transformation, use);
        }

        foreach (var (method, path) in objects.Methods)
        {
            if (UseIn(method, path) is { } use) throw Refused(transformation, use);
        }
    }

    private static string? UseIn(Type function)
    {
        for (var type = function; type is not null && type.Assembly != typeof(StreamFunction).Assembly; type = type.BaseType)
        {
            foreach (var method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (method.IsVirtual && UseIn(method, $"{type.Name}.{method.Name}") is { } use) return use;
            }
        }

        return null;
    }

    private static string? UseIn(MethodInfo method, object path)
    {
        var (field, created) = StateDeclarations.UsedBy(method);
        if (field is not null) return $"uses the static state {field.DeclaringType!.Name}.{FieldPath.NameOf(field)} in {path}";
        return created is null ? null : $"creates state in {path}, a {created.Name.Split('`')[0]}, on every call";
    }

    private static InvalidJobException Refused(Transformation transformation, string what) => new(
        $"The {transformation.Kind} '{transformation.Name ?? transformation.Uid ?? transformation.Kind}' at {transformation.CallSite} {what}, where no checkpoint would find it. State is an instance field of its function: declare it there.");
}
