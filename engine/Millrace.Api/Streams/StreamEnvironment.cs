using System.Runtime.CompilerServices;
using Millrace.Transformations;

namespace Millrace;

/// <summary>The start of a job's definition: it creates streams from sources and records all operators.</summary>
public sealed class StreamEnvironment
{
    private readonly List<Transformation> _transformations = [];

    /// <summary>How the job is restarted after a failure.</summary>
    public RestartPolicy Restart { get; set; } = RestartPolicy.Default;

    /// <summary>All operators, in the order of their definition.</summary>
    public IReadOnlyList<Transformation> Transformations => _transformations;

    /// <summary>Creates a stream from a source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="watermarks">Determines event times and watermarks; null if the job uses none.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    public SourceStream<T> FromSource<T>(
        ISource<T> source, WatermarkStrategy<T>? watermarks = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new SourceStream<T>(this, Add(new SourceTransformation<T>(source, watermarks, CallSite.Of(file, line))));
    }

    internal TTransformation Add<TTransformation>(TTransformation transformation) where TTransformation : Transformation
    {
        _transformations.Add(transformation);
        return transformation;
    }
}
