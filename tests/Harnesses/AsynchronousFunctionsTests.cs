namespace Millrace.Testing.Tests;

/// <summary>Asynchronous functions are refused before they lose a record, wherever they are hidden from the compiler.</summary>
public sealed class AsynchronousFunctionsTests
{
    [Fact]
    public void A_lambda_that_starts_a_task_and_drops_it_is_refused()
    {
        var refused = Assert.Throws<InvalidJobException>(() =>
            StreamHarness.Of((DataStream<int> numbers) => numbers.FlatMap<int>((n, output) => CollectLater(n, output))));
        Assert.Contains("The function 'flatMap' at AsynchronousFunctionsTests.cs:", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lambda_that_waits_is_taken()
    {
        using var harness = StreamHarness.Of((DataStream<int> numbers) => numbers.FlatMap<int>((n, output) =>
        {
            output.Collect(n);
            _ = Task.CompletedTask.IsCompleted;
        }));
        harness.Push(1);
        Assert.Equal([1], harness.Output);
    }

    [Fact]
    public void A_function_that_opens_asynchronously_is_refused() =>
        Refuses("Open of OpensLater at AsynchronousFunctionsTests.cs:", numbers => numbers.Process(new OpensLater()));

    [Fact]
    public void A_record_with_a_task_in_it_is_refused() =>
        Refuses("A stream of ValueTuple<Int32, Task<Int32>> is defined at AsynchronousFunctionsTests.cs:", numbers => numbers.Map(n => (n, Task.FromResult(n))));

    [Fact]
    public void A_stream_of_what_is_enumerated_asynchronously_is_refused() =>
        Refuses("A stream of Many is defined at AsynchronousFunctionsTests.cs:", numbers => numbers.Map(static _ => new Many()));

    [Fact]
    public void A_key_that_is_a_task_is_refused() =>
        Refuses("A key of Task<Int32> is defined at AsynchronousFunctionsTests.cs:", numbers => numbers.KeyBy(async n => await Task.FromResult(n)));

    [Fact]
    public void A_writer_that_writes_asynchronously_is_the_users_failure()
    {
        using var job = new JobHarness(env => env.FromSource(TestSource.Of(1, 2)).Uid("numbers").SinkTo(new LateSink()).Uid("late"));
        var failure = Assert.Throws<HarnessException>(job.RunToEnd);
        Assert.Contains("The method Write of LateWriter at operator 'late' is async void", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_definition_that_is_asynchronous_is_refused()
    {
        using var job = new JobHarness(static () => new LateJob());
        var refused = Assert.Throws<InvalidJobException>(job.RunToEnd);
        Assert.Contains("The method Define of LateJob at the job's definition is async void", refused.Message, StringComparison.Ordinal);
    }

    private static void Refuses<T>(string message, Func<DataStream<int>, DataStream<T>> define)
    {
        var refused = Assert.Throws<InvalidJobException>(() => StreamHarness.Of(define));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    private static Task CollectLater(int n, ICollector<int> output) => Task.Run(() => output.Collect(n));

    private sealed class OpensLater : ProcessFunction<int, int>
    {
        public override async void Open(FunctionContext context) => await Task.Yield();

        public override void Process(int value, ProcessContext context, ICollector<int> output) => output.Collect(value);
    }

    private sealed class Many : IAsyncEnumerable<int>
    {
        public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }

    private sealed class LateSink : ISink<int>
    {
        public ISinkWriter<int> CreateWriter(SinkContext context) => new LateWriter();
    }

    private sealed class LateWriter : ISinkWriter<int>
    {
        public async void Write(int value, long timestamp) => await Task.Yield();

        public void Flush() { }

        public void Dispose() { }
    }

    private sealed class LateJob : IStreamJob
    {
        public async void Define(StreamEnvironment env, JobArguments args)
        {
            await Task.Yield();
            env.FromSource(TestSource.Of(1)).SinkTo(new LateSink());
        }
    }
}
