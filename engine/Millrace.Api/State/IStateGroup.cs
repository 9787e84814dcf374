namespace Millrace;

/// <summary>
/// A structure over several states, such as an index beside its entries. The states in its instance fields are those of the function that has
/// it in an instance field.
/// </summary>
public interface IStateGroup;
