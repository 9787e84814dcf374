using System.Text.Json;
using System.Text.Json.Serialization;

namespace Millrace.Hosting.Artifacts;

/// <summary>The manifest of an artifact, in its entry <see cref="EntryName"/>.</summary>
/// <param name="MainAssembly">The assembly with the jobs, by its entry's name.</param>
/// <param name="TargetFramework">Its target framework, such as <c>.NETCoreApp,Version=v10.0</c>; empty where it is unknown.</param>
public sealed record ArtifactManifest(string MainAssembly, string TargetFramework)
{
    /// <summary>The entry's name.</summary>
    public const string EntryName = "millrace.json";

    /// <exception cref="InvalidArtifactException">The text is not a manifest.</exception>
    internal static ArtifactManifest Parse(Stream text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ArtifactJson.Default.ArtifactManifest) is { MainAssembly.Length: > 0 } manifest
                ? manifest
                : throw new InvalidArtifactException($"{EntryName} names no main assembly; leave the entry out, or pack the artifact with the millrace command.");
        }
        catch (JsonException e)
        {
            throw new InvalidArtifactException($"{EntryName} is damaged ({e.Message}) Leave the entry out, or pack the artifact with the millrace command.", e);
        }
    }

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ArtifactJson.Default.ArtifactManifest);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ArtifactManifest))]
internal sealed partial class ArtifactJson : JsonSerializerContext;
