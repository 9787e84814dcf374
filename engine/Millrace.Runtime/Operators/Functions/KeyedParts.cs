using Millrace.Runtime.State;
using Millrace.Runtime.Timers;

namespace Millrace.Runtime.Operators.Functions;

/// <summary>What an operator over keyed records has for each key.</summary>
/// <param name="Key">The current key.</param>
/// <param name="Backend">The state of keys.</param>
/// <param name="Timers">The timers of keys.</param>
/// <param name="Clock">The event time for state that depends on it.</param>
internal sealed record KeyedParts<TKey>(KeyContext<TKey> Key, IKeyedStateBackend Backend, HeapTimerService<TKey> Timers, EventClock<TKey> Clock);
