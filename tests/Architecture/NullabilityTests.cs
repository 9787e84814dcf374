using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Millrace.Connectors.Files;
using Millrace.Testing;

namespace Millrace.Architecture.Tests;

/// <summary>The compiler warns about reading a value that may be missing, because everything that may be missing is annotated.</summary>
public sealed class NullabilityTests
{
    private static readonly Assembly[] s_public =
        [typeof(StreamEnvironment).Assembly, typeof(WindowAssigner).Assembly, typeof(FileSink).Assembly, typeof(JobHarness).Assembly];

    private static IEnumerable<Type> Types => s_public.SelectMany(static a => a.GetExportedTypes());

    [Fact]
    public void What_a_method_gives_only_where_it_answers_true_is_marked() => Rule.Holds(
        from method in Types.SelectMany(static t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        where method.ReturnType == typeof(bool)
        from parameter in method.GetParameters()
        let type = parameter.ParameterType.GetElementType()
        where parameter.IsOut && !type!.IsValueType
        where !parameter.IsDefined(typeof(MaybeNullWhenAttribute)) && !parameter.IsDefined(typeof(NotNullWhenAttribute))
        select $"{method.DeclaringType!.Name}.{method.Name}: {parameter.Name}");

    /// <summary><c>HasValue</c> is about <c>Value</c>; <c>HasRow</c> about <c>Row</c>.</summary>
    [Fact]
    public void A_property_that_says_whether_another_is_there_is_marked() => Rule.Holds(
        from type in Types
        from property in type.GetProperties()
        where property.PropertyType == typeof(bool) && property.Name.StartsWith("Has", StringComparison.Ordinal)
        let about = type.GetProperty(property.Name["Has".Length..])
        where about is not null && new NullabilityInfoContext().Create(about).ReadState != NullabilityState.NotNull
        where property.GetCustomAttribute<MemberNotNullWhenAttribute>()?.Members.Contains(about.Name) != true
        select $"{type.Name}.{property.Name}");
}
