using System.Globalization;
using System.Numerics;
using Millrace.Core.Schemas;

namespace Millrace.Core.Keys;

/// <summary>
/// Sign, decimal exponent, then the digits without trailing zeros; for negative numbers everything after the sign is inverted. So 1.0m and 1.00m,
/// which are equal, have the same bytes.
/// </summary>
internal sealed class DecimalCodec : KeyCodec<decimal>
{
    private const byte Negative = 0;
    private const byte Zero = 1;
    private const byte Positive = 2;
    private const int Bias = 64;

    public override Schema Schema { get; } = Schema.Primitive("decimal");

    public override bool IsExact => false;

    public override void Encode(decimal key, KeyBuffer buffer)
    {
        if (key == 0)
        {
            buffer.Append(Zero);
            return;
        }

        Span<int> bits = stackalloc int[4];
        decimal.GetBits(key, bits);
        var mantissa = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        Span<char> digits = stackalloc char[32];
        mantissa.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        var exponent = length - ((bits[3] >> 16) & 0xFF);
        while (digits[length - 1] == '0') length--;
        buffer.Append(key < 0 ? Negative : Positive);
        var flip = (byte)(key < 0 ? 0xFF : 0);
        var span = buffer.Reserve(length + 2);
        span[0] = (byte)((exponent + Bias) ^ flip);
        for (var i = 0; i < length; i++) span[i + 1] = (byte)((digits[i] - '0' + 1) ^ flip);
        span[length + 1] = flip;
    }

    public override decimal Decode(KeyReader reader)
    {
        var sign = reader.TakeByte();
        if (sign == Zero) return 0;
        var flip = (byte)(sign == Negative ? 0xFF : 0);
        var exponent = (reader.TakeByte() ^ flip) - Bias;
        var mantissa = BigInteger.Zero;
        var digits = 0;
        for (var d = reader.TakeByte() ^ flip; d != 0; d = reader.TakeByte() ^ flip, digits++) mantissa = (mantissa * 10) + (d - 1);
        var scale = digits - exponent;
        if (scale < 0)
        {
            mantissa *= BigInteger.Pow(10, -scale);
            scale = 0;
        }

        var low = (ulong)(mantissa & ulong.MaxValue);
        var high = (uint)(mantissa >> 64);
        return new decimal((int)(uint)low, (int)(uint)(low >> 32), (int)high, sign == Negative, (byte)scale);
    }
}
