namespace Millrace.Bench.States;

/// <summary>What a <see cref="TouchSource"/> tells.</summary>
internal sealed class Touches
{
    private bool _haveBegun;

    /// <summary>Whether all keys are there, so that only touches follow.</summary>
    public bool HaveBegun
    {
        get => Volatile.Read(ref _haveBegun);
        set => Volatile.Write(ref _haveBegun, value);
    }

    /// <summary>How fast the keys were touched; known at the end.</summary>
    public Speed Speed { get; set; }
}
