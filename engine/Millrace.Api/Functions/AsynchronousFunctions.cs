using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>
/// Functions are synchronous. Where the compiler takes an <c>async</c> one for a function without a result, nobody waits for it: what it
/// does after its first <c>await</c> happens on another thread, after its record is done with, or never. So who takes such a function
/// refuses it here when it is defined.
/// </summary>
public static class AsynchronousFunctions
{
    private const string Remedy = "Functions are synchronous: calls to the outside belong in an async operator.";

    /// <summary>Refuses a function without a result that is <c>async</c>, or whose last act is to start a task.</summary>
    /// <param name="function">The function.</param>
    /// <param name="callSite">Where it is defined (<see cref="CallSite.Of"/>).</param>
    /// <param name="name">Its name in the message; filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">It is.</exception>
    /// <exception cref="ArgumentNullException">There is no function.</exception>
    public static void Refuse(Delegate function, string callSite, [CallerArgumentExpression(nameof(function))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(function, name);
        foreach (var one in function.GetInvocationList())
        {
            if (!IsAsync(one.Method) && !DropsTask(one.Method)) continue;
            throw new InvalidJobException(
                $"The function '{name}' at {callSite} is asynchronous, and what it does after its first await would be lost. {Remedy}");
        }
    }

    /// <summary>Refuses an object of the user's that implements a method of the engine's as <c>async void</c>.</summary>
    /// <param name="declarer">A function, source, sink, reader, writer or job.</param>
    /// <param name="callSite">Where it is defined (<see cref="CallSite.Of"/>), or what it belongs to.</param>
    /// <exception cref="InvalidJobException">It does.</exception>
    public static void RefuseMethods(object declarer, string callSite)
    {
        for (var type = declarer.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!method.IsVirtual || method.ReturnType != typeof(void) || !IsAsync(method)) continue;
                throw new InvalidJobException(
                    $"The method {method.Name[(method.Name.LastIndexOf('.') + 1)..]} of {type.Name} at {callSite} is async void, and what it does after its first await would be lost. {Remedy}");
            }
        }
    }

    private static bool IsAsync(MethodInfo method) => method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false);

    /// <summary>As <c>(order, output) => SendAsync(order, output)</c> does where no result is asked for.</summary>
    private static bool DropsTask(MethodInfo method)
    {
        if (method.ReturnType != typeof(void) || MethodInstructions.Of(method) is not [.., var call, var pop, var ret]) return false;
        if (ret.Code != OpCodes.Ret || pop.Code != OpCodes.Pop || (call.Code != OpCodes.Call && call.Code != OpCodes.Callvirt)) return false;
        return MethodInstructions.MemberAt(method, call.Token) is MethodInfo { ReturnType: var result } && IsTask(result);
    }

    private static bool IsTask(Type type) =>
        typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));
}
