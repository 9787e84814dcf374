using System.Linq.Expressions;
using MessagePack;

namespace Millrace.Runtime.Serialization;

/// <summary>
/// Compiles the writing of an object: an array of its members, without names. Compiled expressions can access private
/// members, and read fields directly.
/// </summary>
internal static class ObjectWriterCompiler
{
    public static WriteDelegate<T> Compile<T>(ObjectPlan plan)
    {
        var writer = Expression.Parameter(typeof(MessagePackWriter).MakeByRefType(), "writer");
        var value = Expression.Parameter(typeof(T), "value");
        Expression body = Expression.Block(Members(plan, writer, value));
        if (!typeof(T).IsValueType)
        {
            body = Expression.IfThenElse(
                Expression.ReferenceEqual(value, Expression.Constant(null)),
                Expression.Call(writer, nameof(MessagePackWriter.WriteNil), null),
                typeof(T).IsSealed ? body : Expression.Block(RequireExactly(value), body));
        }

        return Expression.Lambda<WriteDelegate<T>>(body, $"Write {TypeNames.Of(typeof(T))}", [writer, value]).Compile();
    }

    private static IEnumerable<Expression> Members(ObjectPlan plan, Expression writer, Expression value)
    {
        yield return Expression.Call(
            writer, typeof(MessagePackWriter).GetMethod(nameof(MessagePackWriter.WriteArrayHeader), [typeof(int)])!,
            Expression.Constant(plan.Writers.Count));
        for (var i = 0; i < plan.Writers.Count; i++)
        {
            var member = Expression.Field(value, plan.Shape.Members[i].Field);
            yield return plan.Writers[i] is IPrimitiveSerializer primitive
                ? Expression.Call(primitive.WriteMethod, writer, member)
                : Expression.Call(
                    Expression.Constant(plan.Writers[i]),
                    plan.Writers[i].GetType().GetMethod("Write", [typeof(MessagePackWriter).MakeByRefType(), member.Type])!,
                    writer, member);
        }
    }

    private static MethodCallExpression RequireExactly(Expression value) =>
        Expression.Call(typeof(ObjectFormat), nameof(ObjectFormat.RequireExactly), [value.Type], value);
}
