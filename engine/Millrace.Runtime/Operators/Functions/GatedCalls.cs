using Millrace.Runtime.OperatorState;

namespace Millrace.Runtime.Operators.Functions;

/// <summary>Wraps calls that may change broadcast state.</summary>
internal static class GatedCalls
{
    public static ProcessCall<TIn, TOut> OpenFor<TIn, TOut>(this BroadcastGate gate, ProcessCall<TIn, TOut> process) => (value, context, output) =>
    {
        using var _ = gate.Open();
        process(value, context, output);
    };

    public static KeyedBroadcastCall<TKey, TIn, TOut> OpenFor<TKey, TIn, TOut>(this BroadcastGate gate, KeyedBroadcastCall<TKey, TIn, TOut> process) => (value, context, output) =>
    {
        using var _ = gate.Open();
        process(value, context, output);
    };
}
