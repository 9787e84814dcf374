using System.Text.Json.Serialization;

namespace Nexmark.Records;

/// <summary>The records as lines of JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Person))]
[JsonSerializable(typeof(Auction))]
[JsonSerializable(typeof(Bid))]
internal sealed partial class NexmarkJson : JsonSerializerContext;
