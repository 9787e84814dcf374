using System.Reflection;
using System.Reflection.Emit;

namespace Millrace;

/// <summary>Finds the state that a function, sink or source declares.</summary>
public static class StateDeclarations
{
    /// <summary>
    /// The state in the instance fields of <paramref name="declarer"/> and of its base classes, and in those of the groups of states that it
    /// has there, by name.
    /// </summary>
    /// <exception cref="InvalidJobException">Two states have one name.</exception>
    public static IReadOnlyList<StateDeclaration> Of(object declarer)
    {
        var found = new SortedDictionary<string, StateDeclaration>(StringComparer.Ordinal);
        foreach (var state in In(declarer))
        {
            if (!found.TryAdd(state.Name, state))
                throw new InvalidJobException($"{declarer.GetType().Name} declares two states named '{state.Name}'; give each its own name.");
        }

        return [.. found.Values];
    }

    private static IEnumerable<StateDeclaration> In(object declarer)
    {
        for (var type = declarer.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (typeof(StateDeclaration).IsAssignableFrom(field.FieldType) && field.GetValue(declarer) is StateDeclaration state) yield return state;
                if (!typeof(IStateGroup).IsAssignableFrom(field.FieldType) || field.GetValue(declarer) is not { } group) continue;
                foreach (var inner in In(group)) yield return inner;
            }
        }
    }

    /// <summary>A static field with state that a method reads; null where it reads none.</summary>
    public static FieldInfo? StaticOf(MethodBase method) => MethodInstructions.Of(method)
        .Where(static i => i.Code == OpCodes.Ldsfld)
        .Select(i => MethodInstructions.MemberAt(method, i.Token) as FieldInfo)
        .FirstOrDefault(static field => typeof(StateDeclaration).IsAssignableFrom(field?.FieldType));

    /// <summary>The kind of state that a method makes; null where it makes none.</summary>
    public static Type? MadeBy(MethodBase method) => MethodInstructions.Of(method)
        .Where(static i => i.Code == OpCodes.Newobj)
        .Select(i => MethodInstructions.MemberAt(method, i.Token)?.DeclaringType)
        .FirstOrDefault(static type => typeof(StateDeclaration).IsAssignableFrom(type));
}
