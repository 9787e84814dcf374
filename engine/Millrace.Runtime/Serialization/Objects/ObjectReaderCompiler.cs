using System.Linq.Expressions;
using System.Reflection;
using MessagePack;

namespace Millrace.Runtime.Serialization;

/// <summary>
/// Compiles the reading of an object: reads each member of the data into a variable, calls the constructor, then assigns the members it
/// did not set. A member missing from the data keeps its initializer's value, or the parameter's default.
/// </summary>
internal static class ObjectReaderCompiler
{
    public static ReadDelegate<T> Compile<T>(ObjectPlan plan)
    {
        var reader = Expression.Parameter(typeof(MessagePackReader).MakeByRefType(), "reader");
        var result = Expression.Variable(typeof(T), "result");
        var variables = new ParameterExpression?[plan.Shape.Members.Count];
        var body = new List<Expression>
        {
            Expression.Call(typeof(ObjectFormat), nameof(ObjectFormat.ReadHeader), null, reader, Expression.Constant(plan.Parts.Count)),
        };
        foreach (var part in plan.Parts)
            body.Add(ReadPart(part, reader, plan, variables));
        body.Add(Expression.Assign(result, New(plan.Shape, variables, out var set)));
        for (var i = 0; i < variables.Length; i++)
        {
            if (variables[i] is { } variable && !set.Contains(i))
                body.Add(Expression.Assign(Target(result, plan.Shape.Members[i].Target!), variable));
        }

        body.Add(result);
        Expression read = Expression.Block([result, .. variables.OfType<ParameterExpression>()], body);
        if (!typeof(T).IsValueType)
            read = Expression.Condition(
                Expression.Call(reader, nameof(MessagePackReader.TryReadNil), null), Expression.Constant(null, typeof(T)), read);
        return Expression.Lambda<ReadDelegate<T>>(read, $"Read {TypeNames.Of(typeof(T))}", [reader]).Compile();
    }

    private static Expression ReadPart(ObjectPart part, Expression reader, ObjectPlan plan, ParameterExpression?[] variables)
    {
        if (part.Reader is null)
            return Expression.Call(typeof(PrimitiveReader), nameof(PrimitiveReader.Skip), null, reader);
        var member = plan.Shape.Members[part.Member];
        var variable = variables[part.Member] = Expression.Variable(member.Type, member.Name);
        return Expression.Assign(variable, part.Reader is IPrimitiveSerializer primitive
            ? Expression.Call(primitive.ReadMethod, reader)
            : Expression.Call(
                Expression.Constant(part.Reader),
                part.Reader.GetType().GetMethod("Read", [typeof(MessagePackReader).MakeByRefType()])!,
                reader));
    }

    private static NewExpression New(ObjectShape shape, ParameterExpression?[] variables, out HashSet<int> set)
    {
        set = [];
        if (shape.Constructor is null)
            return Expression.New(shape.Type);
        var arguments = new List<Expression>();
        foreach (var parameter in shape.Constructor.GetParameters())
        {
            var member = shape.MemberOf(parameter);
            if (member >= 0 && variables[member] is { } variable)
            {
                set.Add(member);
                arguments.Add(variable);
            }
            else
            {
                arguments.Add(Default(parameter));
            }
        }

        return Expression.New(shape.Constructor, arguments);
    }

    private static Expression Default(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (!parameter.HasDefaultValue || parameter.DefaultValue is not { } value)
            return Expression.Default(type);
        var underlying = Nullable.GetUnderlyingType(type) ?? type;
        return Expression.Convert(
            Expression.Constant(underlying.IsEnum ? Enum.ToObject(underlying, value) : value), type);
    }

    private static MemberExpression Target(Expression result, MemberInfo target) => target is PropertyInfo property
        ? Expression.Property(result, property)
        : Expression.Field(result, (FieldInfo)target);
}
