using Millrace;
using Millrace.Connectors.Files;

namespace WordCount;

/// <summary>Counts words: a line <c>word TAB count</c> for every word read, with the count so far.</summary>
public sealed class WordCountJob : IStreamJob
{
    /// <inheritdoc/>
    public IReadOnlyList<JobOption> Options => [WordCountOptions.Input, WordCountOptions.Output, WordCountOptions.Rate];

    /// <inheritdoc/>
    public void Define(StreamEnvironment env, JobArguments args) =>
        env.FromSource(new TextFileSource(WordCountOptions.InputOf(args)))
            .RateLimit(args.Get(WordCountOptions.Rate)).Uid("lines")
            .FlatMap(Words.Split).Uid("words")
            .KeyBy(word => word)
            .Count().Uid("counts")
            .SinkToFiles(WordCountOptions.OutputOf(args), (count, line) => line.Append(count.Key).Append('\t').Append(count.Count), ".tsv")
            .Uid("output");
}
