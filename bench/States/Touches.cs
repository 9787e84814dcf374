namespace Millrace.Bench.States;

/// <summary>The progress and result of a <see cref="TouchSource"/>.</summary>
internal sealed class Touches
{
    private bool _haveBegun;

    /// <summary>Whether all keys exist, so that only touches follow.</summary>
    public bool HaveBegun
    {
        get => Volatile.Read(ref _haveBegun);
        set => Volatile.Write(ref _haveBegun, value);
    }

    /// <summary>The speed at which keys were touched; known at the end.</summary>
    public Speed Speed { get; set; }
}
