using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>
/// Functions are synchronous. Where the compiler accepts an <c>async</c> function without a result, nothing awaits it: whatever follows its first
/// <c>await</c> runs on another thread, after the record was processed, or never. Methods that take such a function call this class to refuse it
/// when it is defined.
/// </summary>
public static class AsynchronousFunctions
{
    private const string Remedy = "Functions must be synchronous.";

    // Whether a function's method is asynchronous, and the method of a type that is async void; unloaded with it.
    private static readonly ConditionalWeakTable<MethodInfo, StrongBox<bool>> s_isAsynchronous = [];
    private static readonly ConditionalWeakTable<Type, StrongBox<MethodInfo?>> s_asyncVoid = [];

    /// <summary>Refuses a function without a result that is <c>async</c> or whose last action is to start a task.</summary>
    /// <param name="function">The function.</param>
    /// <param name="callSite">The location of its definition (<see cref="CallSite.Of"/>).</param>
    /// <param name="name">Its name in the message; filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The function is asynchronous.</exception>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    public static void Refuse(Delegate function, string callSite, [CallerArgumentExpression(nameof(function))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(function, name);
        foreach (var one in function.GetInvocationList())
        {
            if (!s_isAsynchronous.GetValue(one.Method, static m => new StrongBox<bool>(IsAsync(m) || DropsTask(m))).Value) continue;
            throw new InvalidJobException(
                $"The function '{name}' at {callSite} is asynchronous, and what it does after its first await would be lost. {Remedy}");
        }
    }

    /// <summary>Refuses a user's object that implements a method of the engine as <c>async void</c>.</summary>
    /// <param name="declarer">A function, source, sink, reader, writer or job.</param>
    /// <param name="callSite">The location of its definition (<see cref="CallSite.Of"/>), or its owner.</param>
    /// <exception cref="InvalidJobException">A method is <c>async void</c>.</exception>
    public static void RefuseMethods(object declarer, string callSite)
    {
        if (s_asyncVoid.GetValue(declarer.GetType(), static type => new StrongBox<MethodInfo?>(AsyncVoidOf(type))).Value is not { } method) return;
        throw new InvalidJobException(
            $"The method {method.Name[(method.Name.LastIndexOf('.') + 1)..]} of {method.DeclaringType!.Name} at {callSite} is async void, and what it does after its first await would be lost. {Remedy}");
    }

    private static MethodInfo? AsyncVoidOf(Type declarer)
    {
        for (var type = declarer; type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (method.IsVirtual && method.ReturnType == typeof(void) && IsAsync(method)) return method;
            }
        }

        return null;
    }

    private static bool IsAsync(MethodInfo method) => method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false);

    /// <summary>For example <c>(order, output) => SendAsync(order, output)</c> where no result is expected.</summary>
    private static bool DropsTask(MethodInfo method)
    {
        if (method.ReturnType != typeof(void) || MethodInstructions.Of(method) is not [.., var call, var pop, var ret]) return false;
        if (ret.Code != OpCodes.Ret || pop.Code != OpCodes.Pop || (call.Code != OpCodes.Call && call.Code != OpCodes.Callvirt)) return false;
        return MethodInstructions.MemberAt(method, call.Token) is MethodInfo { ReturnType: var result } && IsTask(result);
    }

    private static bool IsTask(Type type) =>
        typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));
}
