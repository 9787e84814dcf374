namespace Millrace.Local.Cluster;

/// <summary>A job's definition threw an exception other than <see cref="InvalidJobException"/>: a defect in the job, shown with its stack.</summary>
internal sealed class JobDefinitionException(string job, Exception inner)
    : Exception($"The definition of '{job}' failed: {inner.GetType().Name}: {inner.Message}", inner);
