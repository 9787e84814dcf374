using Millrace.Runtime.Receivers;

namespace Millrace.Runtime.Operators;

/// <summary>Calls whose exceptions are about the record at hand and end with it.</summary>
internal static class GuardedCalls
{
    public static ProcessCall<TIn, TOut> Guard<TIn, TOut>(this RecordErrors<TIn> errors, ProcessCall<TIn, TOut> process) => (value, context, output) =>
    {
        try
        {
            process(value, context, output);
        }
        catch (Exception e) when (errors.Covers(e))
        {
            errors.Take(value, context.Timestamp, e);
        }
    };

    public static KeyedProcessCall<TKey, TIn, TOut> Guard<TKey, TIn, TOut>(this RecordErrors<TIn> errors, KeyedProcessCall<TKey, TIn, TOut> process) =>
        (value, context, output) =>
        {
            try
            {
                process(value, context, output);
            }
            catch (Exception e) when (errors.Covers(e))
            {
                errors.Take(value, context.Timestamp, e);
            }
        };
}
