namespace Millrace.Runtime.Operators;

/// <summary>The head of a chain whose time is not that of its inputs: it makes watermarks of the records that it sees.</summary>
internal interface IWatermarkOperator : IStreamOperator
{
    /// <summary>Whether it has been without records for so long that nobody is to wait for its time.</summary>
    bool IsIdle { get; }

    /// <summary>How long until <see cref="Look"/> is to be called where no record comes; null where it need not.</summary>
    TimeSpan? UntilNextLook { get; }

    /// <summary>Brings the watermark and the idleness up to date: after a batch, and when nothing comes.</summary>
    void Look();
}
