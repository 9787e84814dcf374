namespace Millrace;

/// <summary>
/// A structure made of several states, such as an index and its entries. The states in its instance fields belong to the function that holds it in
/// an instance field.
/// </summary>
public interface IStateGroup;
