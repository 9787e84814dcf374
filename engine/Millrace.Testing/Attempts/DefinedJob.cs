namespace Millrace.Testing.Attempts;

/// <summary>A job whose definition is a delegate.</summary>
internal sealed class DefinedJob(Action<StreamEnvironment> define) : IStreamJob
{
    public void Define(StreamEnvironment env, JobArguments args) => define(env);
}
