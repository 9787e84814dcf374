using Millrace.EndToEnd.Tests.Cluster;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Millrace.EndToEnd.Tests.Compose;

/// <summary><c>docker-compose.yml</c>, as far as the tests read it.</summary>
internal sealed class ComposeFile
{
    public Dictionary<string, ComposeService> Services { get; set; } = [];

    public Dictionary<string, object?> Volumes { get; set; } = [];

    /// <exception cref="YamlDotNet.Core.YamlException">It is not valid YAML, or has another structure.</exception>
    public static ComposeFile Read() => new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .IgnoreUnmatchedProperties()
        .Build()
        .Deserialize<ComposeFile>(File.ReadAllText(Path.Combine(BuiltAssembly.Repository, "docker-compose.yml")));
}
