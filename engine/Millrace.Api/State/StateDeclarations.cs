using System.Reflection;
using System.Reflection.Emit;

namespace Millrace;

/// <summary>Finds the state that a function, sink or source declares.</summary>
public static class StateDeclarations
{
    /// <summary>
    /// Returns the states in the instance fields of <paramref name="declarer"/> and its base classes, and in those of the functions and state groups
    /// that these fields hold, ordered by name.
    /// </summary>
    /// <exception cref="InvalidJobException">Two states have the same name.</exception>
    public static IReadOnlyList<StateDeclaration> Of(object declarer)
    {
        var found = new SortedDictionary<string, StateDeclaration>(StringComparer.Ordinal);
        foreach (var state in In(declarer, new HashSet<object>(ReferenceEqualityComparer.Instance)))
        {
            if (!found.TryAdd(state.Name, state))
                throw new InvalidJobException($"{declarer.GetType().Name} declares two states named '{state.Name}'; give each its own name.");
        }

        return [.. found.Values];
    }

    /// <summary>Returns a static field holding state that a method reads, or null if it reads none.</summary>
    public static FieldInfo? StaticOf(MethodBase method) => MethodInstructions.Of(method)
        .Where(static i => i.Code == OpCodes.Ldsfld)
        .Select(i => MethodInstructions.MemberAt(method, i.Token) as FieldInfo)
        .FirstOrDefault(static field => field is not null && IsState(field.FieldType));

    /// <summary>Returns the type of state that a method creates, or null if it creates none.</summary>
    public static Type? MadeBy(MethodBase method) => MethodInstructions.Of(method)
        .Where(static i => i.Code == OpCodes.Newobj)
        .Select(i => MethodInstructions.MemberAt(method, i.Token)?.DeclaringType)
        .FirstOrDefault(static type => type is not null && IsState(type));

    /// <summary>Whether a type is a state or a state group.</summary>
    public static bool IsState(Type type) => typeof(StateDeclaration).IsAssignableFrom(type) || typeof(IStateGroup).IsAssignableFrom(type);

    private static IEnumerable<StateDeclaration> In(object declarer, HashSet<object> seen)
    {
        if (!seen.Add(declarer)) yield break;
        for (var type = declarer.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!IsState(field.FieldType) && !typeof(StreamFunction).IsAssignableFrom(field.FieldType)) continue;
                switch (field.GetValue(declarer))
                {
                    case StateDeclaration state:
                        yield return state;
                        break;
                    case { } inner:
                        foreach (var state in In(inner, seen)) yield return state;
                        break;
                }
            }
        }
    }
}
