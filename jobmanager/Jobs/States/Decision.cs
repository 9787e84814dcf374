namespace Millrace.JobManager.Jobs;

/// <summary>What follows a fact: the state that the job goes into, if it does, and what is done outside, in order.</summary>
internal readonly struct Decision
{
    private readonly IReadOnlyList<JobEffect>? _effects;

    private Decision(State? next, IReadOnlyList<JobEffect> effects) => (Next, _effects) = (next, effects);

    /// <summary>Nothing follows.</summary>
    public static Decision None => default;

    /// <summary>The next state; null where the job stays in its state.</summary>
    public State? Next { get; }

    /// <summary>What is done outside, after the job has gone into the next state.</summary>
    public IReadOnlyList<JobEffect> Effects => _effects ?? [];

    /// <summary>The job stays in its state.</summary>
    public static Decision Stay(params IReadOnlyList<JobEffect> effects) => new(null, effects);

    /// <summary>The job goes into another state. There is no other way to make it do so: one that is not allowed does not compile.</summary>
    /// <param name="from">The state that decides it; it must say that it may become the other one.</param>
    /// <param name="to">The next state.</param>
    /// <param name="effects">What is done outside, before the next state is entered.</param>
    public static Decision Go<TFrom, TTo>(TFrom from, TTo to, params IReadOnlyList<JobEffect> effects)
        where TFrom : State, IMayBecome<TTo>
        where TTo : State
    {
        _ = from;
        return new Decision(to, effects);
    }
}
