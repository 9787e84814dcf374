using Millrace.Core.Graph;

namespace Millrace.Core.Planning;

/// <summary>Turns declared state into descriptors; implemented by the runtime, which has the serializers.</summary>
public interface IStateDescriber
{
    /// <exception cref="InvalidJobException">A type cannot be a key or be stored in state.</exception>
    IReadOnlyList<StateDescriptor> DescribeKeyed<TKey>(IEnumerable<KeyedStateDeclaration> declarations, string callSite);

    /// <exception cref="InvalidJobException">A type cannot be a key or be stored in state.</exception>
    IReadOnlyList<StateDescriptor> DescribeOperator(IEnumerable<OperatorStateDeclaration> declarations, string callSite);

    /// <summary>Returns the schema text and the layout of the records of an edge; an empty text if they cannot be serialized.</summary>
    (string Schema, RawLayout? Layout) DescribeRecords<T>();

    /// <summary>Checks that a type can be a key, and returns its schema text.</summary>
    /// <exception cref="InvalidJobException">The type cannot be a key.</exception>
    string CheckKey<TKey>(string callSite);
}
