namespace Millrace.Runtime.Serialization;

/// <summary>Names of types: short ones for people, full ones for schemas.</summary>
internal static class TypeNames
{
    /// <summary>Returns the name as written in C#, without namespaces: <c>Order</c>, <c>List&lt;Order&gt;</c>.</summary>
    public static string Of(Type type)
    {
        if (type.IsArray)
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return $"{Of(underlying)}?";
        if (type == typeof(object))
            return "object";
        return type.IsGenericType
            ? $"{Bare(type.Name)}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : type.Name;
    }

    /// <summary>Returns the name with namespace and declaring types: <c>Shop.Orders.Line</c>, <c>Shop.Pair[Shop.Line;System.Int32]</c>.</summary>
    public static string Full(Type type)
    {
        if (type.IsArray)
            return $"{Full(type.GetElementType()!)}[]";
        var outer = type.DeclaringType is { } declaring
            ? $"{Full(declaring.IsGenericTypeDefinition ? declaring.GetGenericTypeDefinition() : declaring)}."
            : string.IsNullOrEmpty(type.Namespace) ? "" : $"{type.Namespace}.";
        return type.IsGenericType && !type.IsGenericTypeDefinition
            ? $"{outer}{Bare(type.Name)}[{string.Join(';', type.GetGenericArguments().Select(Full))}]"
            : $"{outer}{Bare(type.Name)}";
    }

    private static string Bare(string name)
    {
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? name : name[..tick];
    }
}
