namespace Millrace.Bench.States;

/// <summary>Does a read-modify-write for each record.</summary>
internal sealed class TouchJob(ISource<long> source) : IStreamJob
{
    public void Define(StreamEnvironment env, JobArguments args) =>
        env.FromSource(source).Uid("keys").KeyBy(static key => key).Process(new Touch()).Uid("touch").SinkTo(new NoSink()).Uid("none");
}
