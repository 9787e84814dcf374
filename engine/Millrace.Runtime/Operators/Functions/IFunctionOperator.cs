namespace Millrace.Runtime.Operators.Functions;

/// <summary>An operator that runs a user function, whose state can be inspected between two steps of its task.</summary>
internal interface IFunctionOperator : IStreamOperator
{
    StreamFunction Function { get; }
}
