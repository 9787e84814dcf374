namespace Millrace.Core.Keys;

/// <summary>Maps floating-point numbers to integers in the same order; there is one zero, and one NaN, which sorts last.</summary>
internal static class OrderedBits
{
    public static ulong Of(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(double.IsNaN(value) ? BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000) : value + 0.0);
        return (bits >> 63) == 0 ? bits ^ (1UL << 63) : ~bits;
    }

    public static double ToDouble(ulong bits) => BitConverter.UInt64BitsToDouble((bits >> 63) == 1 ? bits ^ (1UL << 63) : ~bits);

    public static uint Of(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(float.IsNaN(value) ? BitConverter.UInt32BitsToSingle(0x7FC0_0000) : value + 0.0f);
        return (bits >> 31) == 0 ? bits ^ (1U << 31) : ~bits;
    }

    public static float ToSingle(uint bits) => BitConverter.UInt32BitsToSingle((bits >> 31) == 1 ? bits ^ (1U << 31) : ~bits);
}
