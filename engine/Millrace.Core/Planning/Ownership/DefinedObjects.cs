using System.Reflection;
using Millrace.Transformations;

namespace Millrace.Core.Planning.Ownership;

/// <summary>
/// The objects that an operator consists of: those reachable from its definition through fields, elements and captured variables. Used only for
/// planning; the nearest objects are visited first, and those beyond the limit are not visited.
/// </summary>
internal sealed class DefinedObjects
{
    private const int Limit = 2_000;
    private const int ElementLimit = 100;

    private readonly bool _follows;
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<Reached> _open = new();

    private DefinedObjects(bool follows) => _follows = follows;

    /// <summary>The states, each with the path to it.</summary>
    public List<(StateDeclaration State, string Path)> States { get; } = [];

    /// <summary>
    /// Objects whose classes derive from the engine's, such as functions, triggers and aggregates, and that belong to the operator: all except those
    /// that a function has merely captured.
    /// </summary>
    public List<object> Parts { get; } = [];

    /// <summary>The functions among the parts.</summary>
    public IEnumerable<StreamFunction> Functions => Parts.OfType<StreamFunction>();

    /// <summary>The methods of delegates, each with the path to it.</summary>
    public List<(MethodInfo Method, string Path)> Methods { get; } = [];

    /// <param name="transformation">The operator.</param>
    /// <param name="follows">Whether to follow what functions have captured. Sources and sinks keep callbacks of running tasks.</param>
    public static DefinedObjects Of(Transformation transformation, bool follows)
    {
        var objects = new DefinedObjects(follows);
        objects.AddFields(transformation, "", isCaptured: false);
        while (objects._open.TryDequeue(out var reached)) objects.Look(reached);
        return objects;
    }

    private void Look(Reached reached)
    {
        switch (reached.Value)
        {
            case StateDeclaration state:
                States.Add((state, reached.Path));
                return;
            case Delegate when !_follows:
                return;
            case Delegate function:
                foreach (var one in function.GetInvocationList())
                {
                    Methods.Add((one.Method, reached.Path));
                    Add(one.Target, reached.Path, isCaptured: true);
                }

                return;
            case Array elements:
                // The limit keeps a large table in a function from hiding the objects next to it.
                foreach (var (index, element) in elements.Cast<object?>().Take(ElementLimit).Index()) Add(element, $"{reached.Path}[{index}]", reached.IsCaptured);
                return;
        }

        if (!reached.IsCaptured && IsMadeOfEngines(reached.Value.GetType()))
        {
            Parts.Add(reached.Value);
            AddStatics(reached.Value.GetType());
        }

        AddFields(reached.Value, reached.Path, reached.IsCaptured);
    }

    private void AddFields(object owner, string path, bool isCaptured)
    {
        for (var type = owner.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!CanLead(field.FieldType)) continue;
                var value = field.GetValue(owner);
                Add(value, FieldPath.Join(path, field, value), isCaptured);
            }
        }
    }

    private static bool IsMadeOfEngines(Type type) => type.BaseType is { } above && (IsEngines(above) || IsMadeOfEngines(above));

    private static bool IsEngines(Type type) => type.Assembly == typeof(StreamFunction).Assembly || type.Assembly.FullName?.StartsWith("Millrace.Operators,", StringComparison.Ordinal) == true;

    /// <summary>Adds static fields whose types can hold state; reading others would run their initializers.</summary>
    private void AddStatics(Type function)
    {
        for (var type = function; type is not null && !IsEngines(type); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (HoldsState(field.FieldType)) Add(field.GetValue(null), $"the static field {FieldPath.NameOf(field)}", isCaptured: false);
            }
        }
    }

    private void Add(object? value, string path, bool isCaptured)
    {
        // Other operators are examined separately.
        if (value is null or string or Type or MemberInfo or Assembly or Task or TimeProvider or Transformation or StreamInput or StreamEnvironment) return;
        if (!CanLead(value.GetType()) || _seen.Count >= Limit || !_seen.Add(value)) return;
        _open.Enqueue(new Reached(value, path, isCaptured));
    }

    private static bool CanLead(Type type) =>
        !type.IsPrimitive && !type.IsEnum && !type.IsPointer && !type.IsFunctionPointer && !type.IsByRefLike && type != typeof(string) && type != typeof(decimal)
        && !(type.IsArray && !CanLead(type.GetElementType()!));

    private static bool HoldsState(Type type) =>
        StateDeclarations.IsState(type) || (type.HasElementType && HoldsState(type.GetElementType()!)) || type.GetGenericArguments().Any(HoldsState);

    private readonly record struct Reached(object Value, string Path, bool IsCaptured);
}
