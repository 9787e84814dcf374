namespace Millrace.Runtime.Operators;

/// <summary>The visits of keys that a broadcast record asked for, as its operator sees them.</summary>
internal interface IKeyVisiting
{
    /// <summary>Whether a step has made enough visits, although there was room for more.</summary>
    bool IsCutShort { get; }

    /// <summary>Whether a key is being visited.</summary>
    bool IsAtWork { get; }

    /// <summary>Goes on with the visits; true when none is left and there is room.</summary>
    bool GoOn();
}
