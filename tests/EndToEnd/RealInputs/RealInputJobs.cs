using System.Text.Json;
using System.Text.Json.Serialization;
using Millrace.Connectors.Files;
using Millrace.Tests.Testing;

namespace Millrace.EndToEnd.Tests.RealInputs;

/// <summary>Small jobs over <c>../shared/data</c>, whose expected rows were computed independently.</summary>
internal static class RealInputJobs
{
    public static DataStream<string> EditsPerChannel(StreamEnvironment env) => Edits(env).KeyBy(e => e.Channel)
        .Window(TumblingEventTimeWindows.Of(TimeSpan.FromMinutes(5))).Process(new ChannelStatistics());

    public static DataStream<string> BusiestChannels(StreamEnvironment env) => Edits(env).KeyBy(e => e.Channel)
        .Window(SlidingEventTimeWindows.Of(TimeSpan.FromHours(1), TimeSpan.FromMinutes(15))).Count()
        .KeyBy(c => c.Window).TopN(3, (a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : string.CompareOrdinal(a.Key, b.Key))
        .Materialize().Map(r => $"{r.Row.Window.Start}\t{r.Row.Window.End}\t{r.Key.Rank}\t{r.Row.Key}\t{r.Row.Count}");

    public static DataStream<string> Sessions(StreamEnvironment env) => Edits(env).KeyBy(e => e.User)
        .Window(EventTimeSessionWindows.WithGap(TimeSpan.FromMinutes(10))).Count().Map(s => $"{s.Key}\t{s.Window.Start}\t{s.Window.End}\t{s.Count}");

    // The file is unordered, so that it ends before its first window does.
    public static DataStream<string> EventsPerType(StreamEnvironment env) => Read<RepositoryEvent>(env, "github_events_2021-07-21.jsonl.gz", e => e.CreatedAt, TimeSpan.FromDays(1))
        .KeyBy(e => e.Type).Window(TumblingEventTimeWindows.Of(TimeSpan.FromMinutes(10))).Count().Map(c => $"{c.Window.Start}\t{c.Key}\t{c.Count}");

    private static DataStream<Edit> Edits(StreamEnvironment env) => Read<Edit>(env, "wikiticker-2015-09-12-sampled.json.gz", e => e.Time, TimeSpan.Zero);

    private static DataStream<T> Read<T>(StreamEnvironment env, string file, Func<T, DateTimeOffset> timeOf, TimeSpan disorder) => env.FromSource(
        new TextFileSource(SharedMaterial.Path($"data/{file}")).Parse(line => JsonSerializer.Deserialize<T>(line, JsonSerializerOptions.Web)!),
        WatermarkStrategy.BoundedOutOfOrderness<T>(disorder).WithTimestamps(timeOf));

    private sealed record Edit(DateTimeOffset Time, string Channel, string User, long Delta);

    private sealed record RepositoryEvent(string Type, [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt);

    private sealed class ChannelStatistics : ProcessWindowFunction<string, Edit, string>
    {
        public override void Process(WindowContext<string> context, IEnumerable<Edit> elements, ICollector<string> output)
        {
            var edits = elements.ToList();
            output.Collect($"{context.Window.Start}\t{context.Key}\t{edits.Count}\t{edits.Sum(e => e.Delta)}\t{edits.DistinctBy(e => e.User).Count()}");
        }
    }
}
