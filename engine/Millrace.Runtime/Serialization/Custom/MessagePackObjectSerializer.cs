using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;
using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>A type annotated for MessagePack, in MessagePack's own format and under its rules for changes.</summary>
internal sealed class MessagePackObjectSerializer<T> : TypeSerializer<T>
{
    private readonly MessagePackSerializerOptions _options;
    private readonly IMessagePackFormatter<T> _formatter;

    public MessagePackObjectSerializer() : base(SchemaOf())
    {
        _options = MessagePackSerializerOptions.Standard.WithResolver(
            typeof(T).IsVisible ? StandardResolver.Instance : StandardResolverAllowPrivate.Instance);
        _formatter = _options.Resolver.GetFormatterWithVerify<T>();
    }

    public override void Write(ref MessagePackWriter writer, T value) => _formatter.Serialize(ref writer, value, _options);

    public override T Read(ref MessagePackReader reader) => _formatter.Deserialize(ref reader, _options);

    private static Schema SchemaOf()
    {
        var name = TypeNames.Full(typeof(T));
        var schema = Schema.Custom(name, $"messagepack:{name}", []);
        return default(T) is null ? Schema.Nullable(schema) : schema;
    }
}
