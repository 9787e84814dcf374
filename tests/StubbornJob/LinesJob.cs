using System.Globalization;
using Millrace.Connectors.Files;

namespace Millrace.StubbornJob;

/// <summary>
/// Copies lines, for tests of how a process ends: at the line <c>block</c> a task never returns from its step; <c>exit</c>, <c>failfast</c>,
/// <c>thread</c>, <c>asyncvoid</c> and <c>overflow</c> terminate the process; <c>starve</c> blocks the threads of the pool;
/// <c>foreground</c> leaves a thread that the process would wait for; <c>once</c> fails the first time; <c>--broken</c> breaks the definition, and <c>--ends</c> lets it
/// terminate the process.
/// </summary>
internal sealed class LinesJob : IStreamJob
{
    private static readonly JobOption<string> Input = new("input", "FILE", "The lines.", text => text, "");
    private static readonly JobOption<string> Output = new("output", "DIR", "Where they go.", text => text, "");
    private static readonly JobOption<string> Beside = new("beside", "FILE", "More lines, which one subtask copies, and which have nothing to do with the others.", text => text, "");
    private static readonly JobOption<double> Rate = new("rate", "LINES", "How many lines a subtask reads per second; 0 for no limit.", text => double.Parse(text, CultureInfo.InvariantCulture), 0);
    private static readonly JobOption<bool> Ends = new("ends", "true|false", "Whether the definition ends its process.", bool.Parse, false);
    private static readonly JobOption<bool> Broken = new("broken", "true|false", "Whether the definition throws.", bool.Parse, false);

    public IReadOnlyList<JobOption> Options => [Input, Output, Beside, Rate, Broken, Ends];

    public void Define(StreamEnvironment env, JobArguments args)
    {
        if (args.Get(Ends)) Environment.Exit(0);
        if (args.Get(Broken)) throw new NotSupportedException("broken on purpose");
        var (output, rate) = (args.Get(Output), args.Get(Rate));
        env.FromSource(new TextFileSource(args.Get(Input))).RateLimit(rate).Uid("lines").Map(line => Copy(line, output)).Uid("copies")
            .SinkToFiles(output, (text, line) => line.Append(text)).Uid("output");
        if (args.Get(Beside) is not { Length: > 0 } beside) return;
        env.FromSource(new TextFileSource(beside)).RateLimit(rate).Uid("others").Parallelism(1)
            .SinkToFiles($"{output}-beside", (text, line) => line.Append(text)).Uid("output-beside").Parallelism(1);
    }

    private static string Copy(string line, string output)
    {
        switch (line)
        {
            case "once" when !File.Exists($"{output}.failed"):
                File.WriteAllText($"{output}.failed", "");
                throw new InvalidOperationException("the first time");
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
