using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Runtime.Serialization;

namespace Millrace.TaskManager;

/// <summary>Describes operator state instead of binding it.</summary>
internal sealed class OperatorStateSchemas(SerializerCache serializers) : IOperatorStateBinder
{
    public List<StateDescriptor> Descriptors { get; } = [];

    public IOperatorListState<T> BindList<T>(OperatorListState<T> declaration) => Add<T>(declaration);

    public IOperatorListState<T> BindUnion<T>(OperatorUnionState<T> declaration) => Add<T>(declaration);

    public IBroadcastState<TKey, TValue> BindBroadcast<TKey, TValue>(BroadcastState<TKey, TValue> declaration) where TKey : notnull
    {
        Descriptors.Add(new StateDescriptor(declaration.Name, declaration.Kind, "", serializers.For<TValue>().Schema.ToString())
        {
            MapKeySchema = KeyCodecs.Create<TKey>().Schema.ToString(),
        });
        return null!;
    }

    private IOperatorListState<T> Add<T>(OperatorStateDeclaration declaration)
    {
        Descriptors.Add(new StateDescriptor(declaration.Name, declaration.Kind, "", serializers.For<T>().Schema.ToString()));
        return null!;
    }
}
