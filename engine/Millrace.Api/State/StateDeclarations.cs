using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Finds the state that a function, sink or source declares.</summary>
public static class StateDeclarations
{
    // By type, and by method; unloaded with it.
    private static readonly ConditionalWeakTable<Type, FieldInfo[]> s_fields = [];
    private static readonly ConditionalWeakTable<MethodBase, Uses> s_uses = [];

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

    /// <summary>
    /// Returns the state that a method uses apart from the fields of its object: a static field holding state that it reads, and the type of state that
    /// it creates; null if there is none.
    /// </summary>
    public static (FieldInfo? Static, Type? Created) UsedBy(MethodBase method)
    {
        var uses = s_uses.GetValue(method, static m => new Uses(m));
        return (uses.Static, uses.Created);
    }

    /// <summary>Whether a type is a state or a state group.</summary>
    public static bool IsState(Type type) => typeof(StateDeclaration).IsAssignableFrom(type) || typeof(IStateGroup).IsAssignableFrom(type);

    private static IEnumerable<StateDeclaration> In(object declarer, HashSet<object> seen)
    {
        if (!seen.Add(declarer)) yield break;
        foreach (var field in s_fields.GetValue(declarer.GetType(), FieldsOf))
        {
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

    private static FieldInfo[] FieldsOf(Type declarer)
    {
        var fields = new List<FieldInfo>();
        for (var type = declarer; type is not null && type != typeof(object); type = type.BaseType)
        {
            fields.AddRange(type
                .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(static f => IsState(f.FieldType) || typeof(StreamFunction).IsAssignableFrom(f.FieldType)));
        }

        return [.. fields];
    }

    private sealed class Uses(MethodBase method)
    {
        public FieldInfo? Static { get; } = Members(method, OpCodes.Ldsfld).OfType<FieldInfo>().FirstOrDefault(static f => IsState(f.FieldType));

        public Type? Created { get; } = Members(method, OpCodes.Newobj).Select(static m => m?.DeclaringType).FirstOrDefault(static t => t is not null && IsState(t));

        private static IEnumerable<MemberInfo?> Members(MethodBase method, OpCode code) =>
            MethodInstructions.Of(method).Where(i => i.Code == code).Select(i => MethodInstructions.MemberAt(method, i.Token));
    }
}
