using System.Buffers;
using Millrace.Core.Graph;
using Millrace.Core.Schemas;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.State.Undo;

namespace Millrace.Runtime.OperatorState;

/// <summary>A subtask's list. Elements are kept serialized: modifying one in place has no effect.</summary>
/// <param name="redistribute">Selects this subtask's elements from those of the old subtasks.</param>
/// <param name="serializers">The job's serializers.</param>
/// <param name="undo">Records the changes.</param>
internal sealed class OperatorElements<T>(
    Func<IReadOnlyList<IReadOnlyList<byte[]>>, IEnumerable<byte[]>> redistribute, SerializerCache serializers, RecordUndo undo)
    : IOperatorListState<T>, IOperatorState
{
    private readonly TypeSerializer<T> _serializer = serializers.For<T>();
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly List<byte[]> _elements = [];

    public int Count => _elements.Count;

    public void Add(T element)
    {
        _scratch.ResetWrittenCount();
        _serializer.Write(element, _scratch);
        _elements.Add(_scratch.WrittenSpan.ToArray());
        if (undo.IsNoting) undo.Note(() => _elements.RemoveAt(_elements.Count - 1));
    }

    public void Clear()
    {
        if (undo.IsNoting)
        {
            byte[][] before = [.. _elements];
            undo.Note(() => _elements.AddRange(before));
        }

        _elements.Clear();
    }

    public IEnumerable<T> Entries()
    {
        byte[][] now = [.. _elements];
        foreach (var element in now) yield return _serializer.Read(element);
    }

    public void Restore(IReadOnlyList<ReadOnlyMemory<byte>> blocks, StateDescriptor? written)
    {
        var mine = redistribute([.. blocks.Select(static b => ElementBlock.Read(b.Span))]);
        if (written is null)
        {
            _elements.AddRange(mine);
            return;
        }

        var former = serializers.ForWritten<T>(Schema.Parse(written.ValueSchema));
        foreach (var element in mine) Add(former.Read(element));
    }

    public byte[] ToBlock() => ElementBlock.Write(_elements);
}
