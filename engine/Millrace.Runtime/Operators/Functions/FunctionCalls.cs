namespace Millrace.Runtime.Operators.Functions;

/// <summary>Calls a function with a record.</summary>
internal delegate void ProcessCall<in TIn, out TOut>(TIn value, ProcessContext context, ICollector<TOut> output);

/// <summary>Calls a function with a keyed record.</summary>
internal delegate void KeyedProcessCall<TKey, in TIn, out TOut>(TIn value, KeyedProcessContext<TKey> context, ICollector<TOut> output);

/// <summary>Calls a function over keyed records with a record of a broadcast stream.</summary>
internal delegate void KeyedBroadcastCall<TKey, in TIn, TOut>(TIn value, KeyedBroadcastContext<TKey, TOut> context, ICollector<TOut> output);

/// <summary>Calls a function with a key's timer.</summary>
internal delegate void OnTimerCall<TKey, out TOut>(OnTimerContext<TKey> context, ICollector<TOut> output);
