using Millrace.Connectors.Files;

namespace Millrace.FeaturesJob;

internal static class Written
{
    extension(DataStream<string> lines)
    {
        public void Write(JobArguments args, string folder) =>
            lines.SinkToFiles(Path.Combine(args.Get(ShopsJob.Output), folder), static (text, line) => line.Append(text)).Uid($"{folder}-files");
    }
}
