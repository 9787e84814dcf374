namespace Millrace.Core.Graph;

/// <summary>The identity of an operator in checkpoints: its Uid, or an id derived from its kind and its path from the sources.</summary>
public readonly record struct OperatorId(string Value)
{
    public override string ToString() => Value;
}
