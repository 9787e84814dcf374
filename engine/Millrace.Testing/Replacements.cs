using Millrace.Transformations;

namespace Millrace.Testing;

/// <summary>Replaces sources and sinks of a job, by Uid or name.</summary>
internal sealed class Replacements
{
    private readonly Dictionary<string, Action<Transformation>> _replacements = new(StringComparer.Ordinal);

    public void Source<T>(string uid, ISource<T> source) => _replacements[uid] = transformation =>
        (transformation as SourceTransformation<T> ?? throw Misfit(transformation, uid, $"a source of {typeof(T).Name}")).Source = source;

    public void Sink<T>(string uid, ISink<T> sink) => _replacements[uid] = transformation =>
        (transformation as SinkTransformation<T> ?? throw Misfit(transformation, uid, $"a sink of {typeof(T).Name}")).Sink = sink;

    public IStreamJob In(IStreamJob job)
    {
        AsynchronousFunctions.RefuseMethods(job, "the job's definition");
        return new ReplacedJob(job, _replacements);
    }

    private static InvalidJobException Misfit(Transformation found, string uid, string expected) => new(
        $"'{uid}' is to be replaced by {expected}, but is a {found.Kind} of {string.Join(" to ", found.GetType().GenericTypeArguments.Select(static t => t.Name))}, at {found.CallSite}.");

    private sealed class ReplacedJob(IStreamJob job, IReadOnlyDictionary<string, Action<Transformation>> replacements) : IStreamJob
    {
        public IReadOnlyList<JobOption> Options => job.Options;

        public void Define(StreamEnvironment env, JobArguments args)
        {
            job.Define(env, args);
            foreach (var (uid, replace) in replacements)
            {
                var found = env.Transformations.FirstOrDefault(t => t.Uid == uid) ?? env.Transformations.FirstOrDefault(t => t.Name == uid);
                replace(found ?? throw new InvalidJobException(
                    $"There is no source or sink '{uid}' in the job. There are: {string.Join(", ", env.Transformations.Where(static t => t.Kind is "source" or "sink").Select(static t => t.Uid ?? t.Name).OfType<string>())}."));
            }
        }
    }
}
