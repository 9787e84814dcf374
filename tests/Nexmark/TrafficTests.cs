using System.Buffers;
using System.Text;
using Millrace;
using Millrace.Testing;
using Nexmark.Queries;
using Nexmark.Records;
using Nexmark.Rows;
using Nexmark.Tests.Reference;

namespace Nexmark.Tests;

/// <summary>All queries over events in bursts, with pauses of hours and out of order by up to 4 s, against <see cref="ReferenceRows"/>.</summary>
public sealed class TrafficTests(TrafficTests.Files files) : IClassFixture<TrafficTests.Files>
{
    private static readonly int[] s_parallelisms = [1, 2, 3, 7];

    public static TheoryData<string, int> Runs =>
        [.. NexmarkQueries.Names.SelectMany(query => s_parallelisms.Select(parallelism => new TheoryDataRow<string, int>(query, parallelism)))];

    public static TheoryData<string> Queries => [.. NexmarkQueries.Names];

    [Theory]
    [MemberData(nameof(Runs))]
    public void Rows_are_the_same_at_any_parallelism(string query, int parallelism) =>
        AreExpected(query, files.Traffic, QueryRun.Rows(query, files.Folder, parallelism));

    [Theory]
    [MemberData(nameof(Queries))]
    public void Rows_are_the_same_through_crashes_and_rescales(string query)
    {
        var traffic = new Traffic(seed: 11, events: 1200);
        var (persons, auctions, bids, rows) = (new TestSource<Person>(), new TestSource<Auction>(), new TestSource<Bid>(), new TestSink<string>());
        using var job = new JobHarness(
            env => NexmarkQueries.Of(query, eventTime: true).Define(
                new NexmarkStreams(
                    () => Read(env, persons, p => p.DateTime), () => Read(env, auctions, a => a.DateTime), () => Read(env, bids, b => b.DateTime)),
                new TextRows(rows)),
            new JobHarnessOptions { Parallelism = 2, CheckpointInterval = TimeSpan.FromMilliseconds(20) });
        var changes = new Action[] { job.Crash, () => job.Rescale(3), job.Crash, () => job.Restore(job.TakeSavepoint(), parallelism: 7), () => job.Rescale(1) };
        foreach (var (part, change) in changes.Index())
        {
            Push(persons, traffic.Persons, part, changes.Length);
            Push(auctions, traffic.Auctions, part, changes.Length);
            Push(bids, traffic.Bids, part, changes.Length);
            job.RunFor(TimeSpan.FromMilliseconds(30));
            change();
        }

        persons.End();
        auctions.End();
        bids.End();
        job.RunToEnd();
        AreExpected(query, traffic, rows.Visible);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void In_the_time_of_the_machine_every_bid_is_counted(int parallelism)
    {
        var counts = QueryRun.Rows("q12", files.Folder, parallelism, eventTime: false).Select(r => r.Split('\t')).GroupBy(r => r[0]);
        Assert.Equal(
            files.Traffic.Bids.CountBy(b => $"{b.Bidder}").OrderBy(c => c.Key, StringComparer.Ordinal),
            counts.Select(g => KeyValuePair.Create(g.Key, g.Sum(r => int.Parse(r[1])))).OrderBy(c => c.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Traffic_has_what_makes_it_hard()
    {
        var bids = files.Traffic.Bids;
        Assert.Contains(bids.Zip(bids.Skip(1)), p => p.First.DateTime > p.Second.DateTime + 3000);
        Assert.Contains(bids.Zip(bids.Skip(1)), p => p.Second.DateTime > p.First.DateTime + 3_600_000);
        Assert.True(bids.CountBy(b => b.DateTime).Max(c => c.Value) > 50);
        Assert.Contains(bids.CountBy(b => (b.Auction, b.Price)), c => c.Value > 1);
        Assert.All(NexmarkQueries.Names, query => Assert.NotEmpty(ReferenceRows.Of(query, files.Traffic)));
    }

    private static void AreExpected(string query, Traffic traffic, IEnumerable<string> rows)
    {
        var expected = ReferenceRows.Of(query, traffic).Order(StringComparer.Ordinal).ToList();
        var found = rows.Order(StringComparer.Ordinal).ToList();
        Assert.Equal(expected.Count, found.Count);
        foreach (var (wanted, row) in expected.Zip(found)) Assert.True(QueryRun.AreSame(wanted, row), $"{row}\n{wanted} was expected");
    }

    private static DataStream<T> Read<T>(StreamEnvironment env, TestSource<T> source, Func<T, long> timeOf) =>
        env.FromSource(source, WatermarkStrategy.BoundedOutOfOrderness<T>(TimeSpan.FromSeconds(4)).WithTimestamps(timeOf));

    private static void Push<T>(TestSource<T> source, IReadOnlyList<T> records, int part, int parts)
    {
        foreach (var record in records.Skip(records.Count * part / parts).Take((records.Count * (part + 1) / parts) - (records.Count * part / parts))) source.Push(record);
    }

    /// <summary>Keeps rows as text in memory.</summary>
    private sealed class TextRows(TestSink<string> sink) : IRowSink
    {
        public void Write<T>(DataStream<T> rows, Action<T, RowWriter> write, Func<T, (long Id, long Count)>? countOf = null) => rows.Map(row =>
        {
            var text = new ArrayBufferWriter<byte>();
            write(row, new RowWriter(text));
            return Encoding.UTF8.GetString(text.WrittenSpan);
        }).SinkTo(sink);
    }

    /// <summary>The files that all runs read.</summary>
    public sealed class Files : IDisposable
    {
        public Files() => Traffic.WriteTo(Folder);

        internal Traffic Traffic { get; } = new(seed: 7, events: 3000);

        internal string Folder { get; } = Directory.CreateTempSubdirectory("nexmark-traffic-").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
