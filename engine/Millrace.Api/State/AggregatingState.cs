using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>One accumulator per key, to which records are added; its result may have another type.</summary>
/// <typeparam name="TIn">The type of the records added.</typeparam>
/// <typeparam name="TAccumulator">The type of the accumulator.</typeparam>
/// <typeparam name="TOut">The type of the result.</typeparam>
/// <param name="name">The name, unique within its operator.</param>
/// <param name="aggregate">Creates accumulators, adds to them and reads their results.</param>
/// <param name="ttl">How long an accumulator lives; null is <see cref="Ttl.Never"/>. The next record after that starts a new one.</param>
public sealed class AggregatingState<TIn, TAccumulator, TOut>(string name, AggregateFunction<TIn, TAccumulator, TOut> aggregate, Ttl? ttl = null)
    : KeyedStateDeclaration(name, ttl)
{
    private IValueState<TAccumulator>? _storage;

    /// <inheritdoc/>
    public override string Kind => "aggregating";

    /// <summary>The result for the current key, or the default of <typeparamref name="TOut"/> if nothing was added.</summary>
    public TOut? Value => TryGet(out var value) ? value : default;

    private IValueState<TAccumulator> Storage => _storage ?? throw NotBound();

    /// <summary>Reads the result for the current key; returns false if nothing was added.</summary>
    public bool TryGet([MaybeNullWhen(false)] out TOut value)
    {
        if (Storage.TryGet(out var accumulator))
        {
            value = aggregate.GetResult(accumulator);
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Adds a value for the current key.</summary>
    /// <returns>The updated accumulator.</returns>
    public TAccumulator Add(TIn value)
    {
        var accumulator = aggregate.Add(TryGetLive(Storage, out var before) ? before : aggregate.CreateAccumulator(), value);
        Storage.Update(accumulator);
        return accumulator;
    }

    /// <summary>Removes the accumulator of the current key.</summary>
    public void Clear() => Storage.Clear();

    /// <inheritdoc/>
    public override void Bind(IStateBinder binder)
    {
        RefuseIfBound(_storage);
        _storage = BindValue<TAccumulator>(binder);
    }
}
