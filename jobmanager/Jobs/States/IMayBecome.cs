namespace Millrace.JobManager.Jobs;

/// <summary>Says of a state that a job may go from it into another one.</summary>
/// <typeparam name="TNext">The other state.</typeparam>
internal interface IMayBecome<TNext>
    where TNext : State;
