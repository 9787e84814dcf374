using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Millrace.Core.KeyGroups;
using Millrace.Hosting.Checkpoints;
using Millrace.Tests.Testing.Codecs;

namespace Millrace.Hosting.Tests.Codecs;

/// <summary>
/// Everything that this assembly writes as JSON: control messages, heads, manifests, records and ends of jobs, and artifacts' metadata.
/// The types are found through their contexts, so that a new one is tested without being listed here.
/// </summary>
public sealed class JsonCodecTests
{
    public static TheoryData<string, string> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, string>();
            foreach (var (context, root) in Roots())
            {
                foreach (var kind in root.IsAbstract ? Filling.Kinds(root) : [root]) kinds.Add(context.Name, kind.FullName!);
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void What_is_written_comes_back_with_every_member(string contextName, string kindName)
    {
        var (context, root) = Roots().First(r => r.Context.Name == contextName && KindsOf(r.Root).Any(k => k.FullName == kindName));
        var type = Default(context).GetTypeInfo(root)!;
        RoundTrips.Check(
            KindsOf(root).Single(k => k.FullName == kindName),
            static filling => filling.With(static f => RestartPolicy.ExponentialBackoff(TimeSpan.FromTicks(f.Next()), TimeSpan.FromTicks(1000 + f.Next()), 1.5, 0.25, f.Next()) with
            {
                ResetAfter = TimeSpan.FromTicks(f.Next()),
            }).With(Assignment),
            value => JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(value, type), type));
    }

    [Fact]
    public void Nothing_is_written_that_is_not_read()
    {
        var derived = from context in Roots().Select(static r => r.Context).Distinct()
                      from property in context.GetProperties().Where(static p => typeof(JsonTypeInfo).IsAssignableFrom(p.PropertyType))
                      let type = (JsonTypeInfo)property.GetValue(Default(context))!
                      from member in type.Properties
                      where member is { Get: not null, Set: null, AssociatedParameter: null }
                      // For read-only members the option excludes everything but lists.
                      where !type.Options.IgnoreReadOnlyProperties || (typeof(IEnumerable).IsAssignableFrom(member.PropertyType) && member.PropertyType != typeof(string))
                      select $"{context.Name}: {type.Type.Name}.{member.Name}";
        Assert.Empty(derived);
    }

    [Fact]
    public void The_contexts_are_found() => Assert.Superset(new HashSet<string> { "ControlJson", "CheckpointJson", "JobJson", "ArtifactJson" }, Roots().Select(static r => r.Context.Name).ToHashSet());

    private static KeyGroupAssignment Assignment(Filling filling)
    {
        var keyGroups = filling.Next(40);
        return filling.Next(2) == 1
            ? KeyGroupAssignment.Even(filling.Next(), keyGroups, filling.Next(keyGroups))
            : new KeyGroupAssignment(filling.Next(), [.. Enumerable.Range(0, keyGroups).Select(_ => filling.Next(keyGroups) - 1)]);
    }

    private static JsonSerializerContext Default(Type context) => (JsonSerializerContext)context.GetProperty("Default", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    private static IReadOnlyList<Type> KindsOf(Type root) => root.IsAbstract ? Filling.Kinds(root) : [root];

    private static IEnumerable<(Type Context, Type Root)> Roots() =>
        from context in typeof(JobStore).Assembly.GetTypes()
        where context.IsSubclassOf(typeof(JsonSerializerContext))
        from attribute in context.GetCustomAttributesData()
        where attribute.AttributeType == typeof(JsonSerializableAttribute)
        select (context, (Type)attribute.ConstructorArguments[0].Value!);
}
