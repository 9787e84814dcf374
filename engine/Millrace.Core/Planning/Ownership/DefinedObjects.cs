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
    private readonly HashSet<object> _owned = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _captured;
    private readonly Queue<Reached> _open = new();
    private int _count;

    private DefinedObjects(bool follows, HashSet<object> captured) => (_follows, _captured) = (follows, captured);

    /// <summary>The states, each with the path to it.</summary>
    public List<(StateDeclaration State, FieldPath Path)> States { get; } = [];

    /// <summary>
    /// Objects whose classes derive from the engine's, such as functions, triggers and aggregates, and that belong to the operator: all except those
    /// that a function has merely captured.
    /// </summary>
    public List<object> Parts { get; } = [];

    /// <summary>The functions among the parts.</summary>
    public IEnumerable<StreamFunction> Functions => Parts.OfType<StreamFunction>();

    /// <summary>The methods of delegates, each with the path to it.</summary>
    public List<(MethodInfo Method, FieldPath Path)> Methods { get; } = [];

    /// <param name="transformation">The operator.</param>
    /// <param name="follows">Whether to visit what functions have captured. Sources and sinks keep callbacks of running tasks.</param>
    /// <param name="captured">The captured objects that were visited for other operators of the job and are not visited again; this operator's are added.</param>
    public static DefinedObjects Of(Transformation transformation, bool follows, HashSet<object> captured)
    {
        var objects = new DefinedObjects(follows, captured);
        objects.AddFields(transformation, FieldPath.Start, isCaptured: false);
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
                    if (one.Target is { } target && Takes(target, isCaptured: true)) _open.Enqueue(new Reached(target, reached.Path, IsCaptured: true));
                }

                return;
            case Array elements:
                AddElements(elements, reached);
                return;
        }

        if (!reached.IsCaptured && DefinedType.Of(reached.Value) is { IsPart: true } part)
        {
            Parts.Add(reached.Value);
            AddStatics(part);
        }

        AddFields(reached.Value, reached.Path, reached.IsCaptured);
    }

    private void AddFields(object owner, FieldPath path, bool isCaptured)
    {
        foreach (var field in DefinedType.Of(owner).Fields)
        {
            if (field.ValueIn(owner) is { } value && Takes(value, isCaptured)) _open.Enqueue(new Reached(value, path.To(field, value), isCaptured));
        }
    }

    /// <summary>Visits few elements, so that a large table does not hide what lies beside it.</summary>
    private void AddElements(Array elements, Reached reached)
    {
        var index = 0;
        foreach (var element in elements)
        {
            if (index == ElementLimit) return;
            if (element is not null && Takes(element, reached.IsCaptured)) _open.Enqueue(new Reached(element, reached.Path.At(index), reached.IsCaptured));
            index++;
        }
    }

    private void AddStatics(DefinedType part)
    {
        foreach (var field in part.StaticStates)
        {
            if (field.GetValue(null) is { } value && Takes(value, isCaptured: false))
                _open.Enqueue(new Reached(value, new FieldPath($"the static field {FieldPath.NameOf(field)}"), IsCaptured: false));
        }
    }

    /// <summary>Whether to visit an object, which was not visited before.</summary>
    private bool Takes(object value, bool isCaptured)
    {
        if (_count >= Limit || !DefinedType.Of(value).IsFollowed) return false;
        if (isCaptured ? _owned.Contains(value) || !_captured.Add(value) : !_owned.Add(value)) return false;
        _count++;
        return true;
    }

    private readonly record struct Reached(object Value, FieldPath Path, bool IsCaptured);
}
