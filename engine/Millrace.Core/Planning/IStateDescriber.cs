using Millrace.Core.Graph;

namespace Millrace.Core.Planning;

/// <summary>Turns declared state into descriptors; the runtime does it, because it has the serializers.</summary>
public interface IStateDescriber
{
    /// <exception cref="InvalidJobException">A type cannot be a key or be kept in state.</exception>
    IReadOnlyList<StateDescriptor> DescribeKeyed<TKey>(IEnumerable<KeyedStateDeclaration> declarations, string callSite);

    /// <exception cref="InvalidJobException">A type cannot be a key or be kept in state.</exception>
    IReadOnlyList<StateDescriptor> DescribeOperator(IEnumerable<OperatorStateDeclaration> declarations, string callSite);

    /// <summary>Checks that a type can be a key, and gives the text of its schema.</summary>
    /// <exception cref="InvalidJobException">It cannot.</exception>
    string CheckKey<TKey>(string callSite);
}
