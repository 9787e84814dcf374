using System.Reflection;

namespace Millrace;

/// <summary>Finds the state that a function, sink or source declares.</summary>
public static class StateDeclarations
{
    /// <summary>The state in the instance fields of <paramref name="declarer"/> and of its base classes, by name.</summary>
    /// <exception cref="InvalidJobException">Two states have one name.</exception>
    public static IReadOnlyList<StateDeclaration> Of(object declarer)
    {
        var found = new SortedDictionary<string, StateDeclaration>(StringComparer.Ordinal);
        for (var type = declarer.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!typeof(StateDeclaration).IsAssignableFrom(field.FieldType) || field.GetValue(declarer) is not StateDeclaration state)
                    continue;
                if (!found.TryAdd(state.Name, state))
                    throw new InvalidJobException($"{declarer.GetType().Name} declares two states named '{state.Name}'; give each its own name.");
            }
        }

        return [.. found.Values];
    }
}
