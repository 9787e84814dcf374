namespace Millrace.Runtime.Operators;

/// <summary>An operator that runs a function of the user's, whose state can be looked at between two steps of its task.</summary>
internal interface IFunctionOperator : IStreamOperator
{
    StreamFunction Function { get; }
}
