namespace Millrace;

/// <summary>The action for each key that a broadcast record visits.</summary>
/// <param name="context">
/// The key, its timers and the side outputs; state is that of the key, and the timestamp is that of the broadcast record.
/// </param>
/// <param name="output">Takes results.</param>
public delegate void KeyVisitor<TKey, TOut>(KeyedProcessContext<TKey> context, ICollector<TOut> output);
