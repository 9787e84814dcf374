namespace Millrace.Core.Graph;

/// <summary>The identity of an operator in checkpoints: its Uid, or what its kind and its path from the sources give.</summary>
public readonly record struct OperatorId(string Value)
{
    public override string ToString() => Value;
}
