using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>One accumulator per key, to which records are added, and whose result may be of another type.</summary>
/// <typeparam name="TIn">What is added.</typeparam>
/// <typeparam name="TAccumulator">What is kept.</typeparam>
/// <typeparam name="TOut">The result.</typeparam>
/// <param name="name">The name, unique within its operator.</param>
/// <param name="aggregate">How accumulators are made, added to and read.</param>
/// <param name="ttl">How long an accumulator lives; null is <see cref="Ttl.Never"/>. What is added after that begins anew.</param>
public sealed class AggregatingState<TIn, TAccumulator, TOut>(string name, AggregateFunction<TIn, TAccumulator, TOut> aggregate, Ttl? ttl = null)
    : KeyedStateDeclaration(name, ttl)
{
    private IValueState<TAccumulator>? _storage;

    /// <inheritdoc/>
    public override string Kind => "aggregating";

    /// <summary>The result for the current key, or the default of <typeparamref name="TOut"/> where nothing was added.</summary>
    public TOut? Value => TryGet(out var value) ? value : default;

    private IValueState<TAccumulator> Storage => _storage ?? throw NotBound();

    /// <summary>Reads the result for the current key; false where nothing was added.</summary>
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
    /// <returns>The accumulator that is kept now.</returns>
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
