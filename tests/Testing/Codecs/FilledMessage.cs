using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Millrace.Tests.Testing.Codecs;

/// <summary>Creates messages of the control API with every field set.</summary>
public static class FilledMessage
{
    /// <summary>Creates a message with every field set, and two elements in each list or map.</summary>
    public static T Of<T>()
        where T : IMessage, new() => (T)Of(new T().Descriptor);

    /// <inheritdoc cref="Of{T}"/>
    public static IMessage Of(MessageDescriptor descriptor)
    {
        var message = descriptor.Parser.ParseFrom(ByteString.Empty);
        if (IsOfGoogle(descriptor))
        {
            foreach (var field in descriptor.Fields.InFieldNumberOrder()) field.Accessor.SetValue(message, field.FieldType == FieldType.Int32 ? (object)5_000_000 : 90_000L);
            return message;
        }

        var number = 2;
        foreach (var field in descriptor.Fields.InFieldNumberOrder()) Set(message, field, number++);
        return message;
    }

    /// <summary>Returns, for each field, a copy of a message without it.</summary>
    public static IEnumerable<(FieldDescriptor Field, T Message)> Lacking<T>(T message)
        where T : IMessage<T>
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            var copy = message.Clone();
            // A message of ours is always present, but empty.
            if (field is { FieldType: FieldType.Message, IsRepeated: false } && !IsOfGoogle(field.MessageType)) field.Accessor.SetValue(copy, field.MessageType.Parser.ParseFrom(ByteString.Empty));
            else field.Accessor.Clear(copy);
            yield return (field, copy);
        }
    }

    /// <summary>Returns the fields of a message that have their default values.</summary>
    public static IEnumerable<string> Unset(IMessage message) => message.Descriptor.Fields.InFieldNumberOrder().Where(f => IsDefault(f, f.Accessor.GetValue(message))).Select(static f => f.Name);

    private static bool IsOfGoogle(MessageDescriptor descriptor) => descriptor.FullName.StartsWith("google.protobuf.", StringComparison.Ordinal);

    private static bool IsDefault(FieldDescriptor field, object? value)
    {
        if (field.IsMap || field.IsRepeated) return !((System.Collections.IEnumerable)value!).Cast<object>().Any();
        return field.FieldType switch
        {
            FieldType.Message => value is null,
            FieldType.String => value is "",
            FieldType.Bool => value is false,
            FieldType.Bytes => value is ByteString { IsEmpty: true },
            FieldType.Double => value is 0d,
            _ => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture) == 0,
        };
    }

    private static void Set(IMessage message, FieldDescriptor field, int number)
    {
        if (field.IsMap)
        {
            var map = (System.Collections.IDictionary)field.Accessor.GetValue(message);
            var value = field.MessageType.FindFieldByNumber(2);
            for (var i = 0; i < 2; i++) map[$"{field.Name} {i}"] = Value(value, number + i);
        }
        else if (field.IsRepeated)
        {
            var list = (System.Collections.IList)field.Accessor.GetValue(message);
            for (var i = 0; i < 2; i++) list.Add(Value(field, number + i));
        }
        else
        {
            field.Accessor.SetValue(message, Value(field, number));
        }
    }

    private static object Value(FieldDescriptor field, int number) => field.FieldType switch
    {
        FieldType.String => $"{field.Name} {number}",
        FieldType.Bool => true,
        FieldType.Int32 => number,
        FieldType.Int64 => (long)number << 33,
        FieldType.UInt64 => (ulong)number << 33,
        FieldType.Double => number + 0.5,
        FieldType.Bytes => ByteString.CopyFromUtf8($"{field.Name} {number}"),
        FieldType.Enum => field.EnumType.Values[^1].Number,
        FieldType.Message => Of(field.MessageType),
        _ => throw new NotSupportedException($"A field of {field.FieldType}."),
    };
}
