using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Millrace;
using Millrace.Connectors.Files;
using Nexmark.Records;

namespace Nexmark.Running;

/// <summary>Reads the streams from a folder with the three input files.</summary>
internal static class InputFiles
{
    /// <param name="env">The environment in which the streams are defined.</param>
    /// <param name="directory">The folder.</param>
    /// <param name="maxDisorder">How far the events of a file may be out of order.</param>
    public static NexmarkStreams Read(StreamEnvironment env, string directory, TimeSpan maxDisorder) => new(
        () => Read(env, PathOf(directory, "persons"), maxDisorder, NexmarkJson.Default.Person, static person => person.DateTime),
        () => Read(env, PathOf(directory, "auctions"), maxDisorder, NexmarkJson.Default.Auction, static auction => auction.DateTime),
        () => Read(env, PathOf(directory, "bids"), maxDisorder, NexmarkJson.Default.Bid, static bid => bid.DateTime));

    // Each file is one split: its order is the order of arrival, by which the disorder is bounded.
    private static DataStream<T> Read<T>(StreamEnvironment env, string path, TimeSpan maxDisorder, JsonTypeInfo<T> type, Func<T, long> timeOf) => env
        .FromSource(
            new TextFileSource(path, long.MaxValue).Parse(line => JsonSerializer.Deserialize(line, type)!),
            WatermarkStrategy.BoundedOutOfOrderness<T>(maxDisorder).WithTimestamps(timeOf))
        .Uid(Path.GetFileName(path).Split('.')[0]).Parallelism(1);

    private static string PathOf(string directory, string name)
    {
        var plain = Path.Combine(directory, $"{name}.jsonl");
        return File.Exists($"{plain}.gz") && !File.Exists(plain) ? $"{plain}.gz" : plain;
    }
}
