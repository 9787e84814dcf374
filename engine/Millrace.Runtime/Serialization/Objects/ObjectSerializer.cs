using System.Runtime.CompilerServices;
using MessagePack;
using Millrace.Core.Graph;
using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>
/// A class or struct. Each direction is compiled on first use, so that planning a job compiles nothing; two threads that get
/// there at once both compile, and either result will do.
/// </summary>
internal sealed class ObjectSerializer<T> : TypeSerializer<T>
{
    private readonly ObjectPlan _plan;
    private WriteDelegate<T> _write;
    private ReadDelegate<T> _read;

    public ObjectSerializer(Schema schema, ObjectPlan plan) : base(schema)
    {
        _plan = plan;
        _write = (ref MessagePackWriter writer, T value) =>
        {
            _write = ObjectWriterCompiler.Compile<T>(plan);
            _write(ref writer, value);
        };
        _read = (ref MessagePackReader reader) =>
        {
            _read = ObjectReaderCompiler.Compile<T>(plan);
            return _read(ref reader);
        };
    }

    public override void Write(ref MessagePackWriter writer, T value) => _write(ref writer, value);

    public override T Read(ref MessagePackReader reader) => _read(ref reader);

    internal override RawLayout? LayoutAt(int offset) =>
        RuntimeHelpers.IsReferenceOrContainsReferences<T>() ? null : StructLayouts.OfObject<T>(_plan, offset);
}
