namespace Millrace.Runtime.Operators.Watermarks;

/// <summary>The head of a chain that does not use its inputs' watermarks: it generates watermarks from the records that it sees.</summary>
internal interface IWatermarkOperator : IStreamOperator
{
    /// <summary>Whether it has been without records for so long that downstream need not wait for its watermark.</summary>
    bool IsIdle { get; }

    /// <summary>The time until <see cref="Look"/> must be called if no record comes; null where it need not be.</summary>
    TimeSpan? UntilNextLook { get; }

    /// <summary>Updates the watermark and the idleness: after a batch, and when nothing comes.</summary>
    void Look();
}
