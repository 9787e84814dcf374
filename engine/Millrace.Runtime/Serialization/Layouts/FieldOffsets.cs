using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;

namespace Millrace.Runtime.Serialization;

/// <summary>The offsets of a struct's fields, as laid out by the runtime.</summary>
internal static class FieldOffsets
{
    private delegate nint OffsetOf<T>(ref T value);

    /// <summary>Returns the offset of a field from the start of a <typeparamref name="T"/>, in bytes.</summary>
    public static int Of<T>(FieldInfo field) => Known<T>.Offsets.GetOrAdd(field, Measure<T>);

    private static int Measure<T>(FieldInfo field)
    {
        var method = new DynamicMethod("OffsetOf", typeof(nint), [typeof(T).MakeByRefType()], typeof(T).Module, skipVisibility: true);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldflda, field);
        code.Emit(OpCodes.Conv_U);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Conv_U);
        code.Emit(OpCodes.Sub);
        code.Emit(OpCodes.Ret);
        var value = default(T)!;
        return (int)method.CreateDelegate<OffsetOf<T>>()(ref value);
    }

    /// <summary>Offsets belong to the type, and are unloaded with it; measuring one compiles a method.</summary>
    private static class Known<T>
    {
        public static readonly ConcurrentDictionary<FieldInfo, int> Offsets = [];
    }
}
