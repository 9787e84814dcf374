using Millrace.Runtime.Operators.Functions;
using Millrace.Testing.Attempts;

namespace Millrace.Testing;

/// <summary>Finds the state and the timers of the running functions.</summary>
internal sealed class FunctionStates(StreamAttempt attempt)
{
    /// <summary>All subtasks of all keyed operators.</summary>
    public IEnumerable<IKeyedOperator> Keyed => Operators<IKeyedOperator>(null).Select(static o => o.Operator);

    /// <exception cref="HarnessException">There is no such state, or the key is of another type.</exception>
    public TState Find<TState>(string name, object? key, string? uid) where TState : StateDeclaration
    {
        var subtasks = Single(
            Operators<IFunctionOperator>(uid).Where(o => StateDeclarations.Of(o.Operator.Function).Any(d => d.Name == name)),
            $"state '{name}'",
            $"There is no state '{name}' in this stream{With(uid)}. There is: {Declared(uid)}.");
        var op = subtasks[0] is IKeyedOperator ? AtKey(subtasks, key ?? throw new HarnessException($"State '{name}' is kept by key; name the key too.")) : subtasks[0];
        var state = StateDeclarations.Of(op.Function).First(d => d.Name == name);
        return state as TState ?? throw new HarnessException($"State '{name}' is a {NameOf(state.GetType())}, not a {NameOf(typeof(TState))}.");
    }

    /// <exception cref="HarnessException">There is no such operator, or the key is of another type.</exception>
    public IReadOnlyList<long> Timers(TimeDomain domain, object key, string? uid)
    {
        var subtasks = Single(Operators<IKeyedOperator>(uid), "keys", $"There is no operator with keys in this stream{With(uid)}.");
        return ((IKeyedOperator)AtKey(subtasks, key)).PendingTimers(domain);
    }

    /// <summary>Returns the subtask that owns a key, with the key set as the current one.</summary>
    private IFunctionOperator AtKey(List<IFunctionOperator> subtasks, object key)
    {
        var first = (IKeyedOperator)subtasks[0];
        if (!first.KeyType.IsInstanceOfType(key))
            throw new HarnessException($"The keys of '{first.Name}' are of {NameOf(first.KeyType)}, and {key} is of {NameOf(key.GetType())}.");
        first.SetKey(key);
        var vertex = attempt.Tasks.First(t => t.Operators.Any(op => op == first)).Vertex;
        var owner = (IKeyedOperator)subtasks[attempt.Deployment.AssignmentOf(vertex).OwnerOf(first.KeyGroup)];
        owner.SetKey(key);
        return owner;
    }

    /// <summary>Returns all subtasks of the only matching operator.</summary>
    private static List<IFunctionOperator> Single<TOperator>(IEnumerable<(int Subtask, TOperator Operator)> found, string what, string none)
        where TOperator : IFunctionOperator
    {
        var operators = found.GroupBy(static o => o.Operator.Id).ToList();
        return operators.Count switch
        {
            1 => [.. operators[0].OrderBy(static o => o.Subtask).Select(static o => (IFunctionOperator)o.Operator)],
            0 => throw new HarnessException(none),
            _ => throw new HarnessException($"Several operators have {what}: {string.Join(", ", operators.Select(static o => o.Key))}. Say which one by its Uid."),
        };
    }

    private IEnumerable<(int Subtask, TOperator Operator)> Operators<TOperator>(string? uid) where TOperator : IFunctionOperator =>
        from task in attempt.Tasks
        from op in task.Operators.OfType<TOperator>()
        where uid is null || op.Id.Value == uid
        select (task.Subtask, op);

    private string Declared(string? uid)
    {
        var names = Operators<IFunctionOperator>(uid).SelectMany(static o => StateDeclarations.Of(o.Operator.Function)).Select(static d => $"'{d.Name}'").Distinct().ToList();
        return names.Count == 0 ? "none" : string.Join(", ", names);
    }

    private static string With(string? uid) => uid is null ? "" : $" in an operator with the Uid '{uid}'";

    private static string NameOf(Type type) =>
        type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GenericTypeArguments.Select(NameOf))}>" : type.Name;
}
