using Millrace.Connectors.Files;

namespace Millrace.StubbornJob;

/// <summary>
/// Copies lines, for tests of how a process ends: at the line <c>block</c> a task never returns from its step; <c>exit</c>, <c>failfast</c>,
/// <c>thread</c>, <c>asyncvoid</c> and <c>overflow</c> terminate the process; <c>starve</c> blocks the threads of the pool;
/// <c>foreground</c> leaves a thread that the process would wait for; <c>--broken</c> breaks the definition, and <c>--ends</c> lets it
/// terminate the process.
/// </summary>
internal sealed class LinesJob : IStreamJob
{
    private static readonly JobOption<string> Input = new("input", "FILE", "The lines.", text => text, "");
    private static readonly JobOption<string> Output = new("output", "DIR", "Where they go.", text => text, "");
    private static readonly JobOption<bool> Ends = new("ends", "true|false", "Whether the definition ends its process.", bool.Parse, false);
    private static readonly JobOption<bool> Broken = new("broken", "true|false", "Whether the definition throws.", bool.Parse, false);

    public IReadOnlyList<JobOption> Options => [Input, Output, Broken, Ends];

    public void Define(StreamEnvironment env, JobArguments args)
    {
        if (args.Get(Ends)) Environment.Exit(0);
        if (args.Get(Broken)) throw new NotSupportedException("broken on purpose");
        env.FromSource(new TextFileSource(args.Get(Input))).Uid("lines")
            .Map(Copy).Uid("copies")
            .SinkToFiles(args.Get(Output), (text, line) => line.Append(text)).Uid("output");
    }

    private static string Copy(string line)
    {
        switch (line)
        {
            case "block":
                Console.Error.WriteLine("blocked");
                Thread.Sleep(Timeout.Infinite);
                break;
            case "exit":
                Environment.Exit(0);
                break;
            case "failfast":
                Environment.FailFast("on purpose");
                break;
            case "starve":
                for (var i = 0; i < 300; i++) Task.Run(static () => Thread.Sleep(Timeout.Infinite));
                break;
            case "thread":
                var thread = new Thread(static () => throw new InvalidOperationException("on a thread of its own"));
                thread.Start();
                thread.Join();
                break;
            case "asyncvoid":
                ThrowLater();
                Thread.Sleep(Timeout.Infinite);
                break;
            case "foreground":
                new Thread(static () => Thread.Sleep(Timeout.Infinite)).Start();
                break;
            case "overflow":
                return $"{Overflow(0)}";
        }

        return line;
    }

    private static async void ThrowLater()
    {
        await Task.Delay(1).ConfigureAwait(false);
        throw new InvalidOperationException("where nobody awaits it");
    }

    private static int Overflow(int depth) => Overflow(depth + 1) + 1;
}
