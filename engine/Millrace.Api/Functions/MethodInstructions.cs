using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Millrace;

/// <summary>Reads the instructions of a compiled method, to see what a function does before it runs.</summary>
internal static class MethodInstructions
{
    private static readonly Dictionary<short, OpCode> s_codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static code => code.Value);

    /// <summary>Returns the instructions in order, without no-ops; empty if the method has no body or it cannot be read.</summary>
    public static IReadOnlyList<(OpCode Code, int Token)> Of(MethodBase method)
    {
        var read = new List<(OpCode, int)>();
        if (BodyOf(method)?.GetILAsByteArray() is not { } bytes) return read;
        for (var at = 0; at < bytes.Length;)
        {
            var code = bytes[at] == 0xFE ? s_codes[(short)((bytes[at] << 8) | bytes[at + 1])] : s_codes[bytes[at]];
            at += code.Size;
            var length = OperandLength(code, bytes.AsSpan(at));
            if (code != OpCodes.Nop) read.Add((code, length == sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at)) : 0));
            at += length;
        }

        return read;
    }

    /// <summary>Returns the method that a call refers to, or the field that an access refers to; null if it cannot be resolved.</summary>
    public static MemberInfo? MemberAt(MethodBase method, int token)
    {
        try
        {
            var ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
            return method.Module.ResolveMember(token, ofType, method.IsGenericMethod ? method.GetGenericArguments() : null);
        }
        catch (Exception e) when (e is ArgumentException or BadImageFormatException or IOException or TypeLoadException or MissingMemberException)
        {
            return null;
        }
    }

    /// <summary>Methods generated at run time do not expose a body.</summary>
    private static MethodBody? BodyOf(MethodBase method)
    {
        try
        {
            return method.GetMethodBody();
        }
        catch (Exception e) when (e is InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    private static int OperandLength(OpCode code, ReadOnlySpan<byte> operand) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => sizeof(int) * (1 + BinaryPrimitives.ReadInt32LittleEndian(operand)),
        _ => sizeof(int),
    };
}
