namespace Nexmark.Generator;

/// <summary>The random numbers of one event: the same for a given seed and event. SplitMix64 (Steele et al., 2014).</summary>
internal struct NexmarkRandom(ulong seed, long eventId)
{
    private ulong _state = seed + ((ulong)eventId * 0x9E3779B97F4A7C15) ^ 0xD1B54A32D192ED03;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>Returns a number from 0 to <paramref name="bound"/>, exclusive.</summary>
    public long Next(long bound) => (long)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Returns a number from 0 to 1, exclusive.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Returns a price in cents: round(10^(6u) x 100).</summary>
    public long NextPrice() => (long)Math.Round(Math.Pow(10, NextDouble() * 6) * 100);

    /// <summary>Returns letters, with a special character one time in 13.</summary>
    public string NextText(int length, char special = ' ') => string.Create(length, (Seed: Next(), Special: special), static (text, s) =>
    {
        var random = new NexmarkRandom(s.Seed, 0);
        ulong bits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (i % 8 == 0) bits = random.Next();
            var value = (byte)bits;
            text[i] = value % 13 == 0 ? s.Special : (char)('a' + (value % 26));
            bits >>= 8;
        }
    });

    /// <summary>Returns letters that bring a record of the given size up to its average size, plus or minus a fifth.</summary>
    public string NextExtra(int size, int average)
    {
        var missing = Math.Max(0, average - size);
        var spread = (int)Math.Round(missing * 0.2);
        return NextText(missing - spread + (spread == 0 ? 0 : (int)Next(2 * spread)), '_');
    }
}
