namespace Millrace.Runtime.Tasks;

/// <summary>What a step returns to its host.</summary>
internal enum StepResult
{
    /// <summary>There is more to do: call again.</summary>
    Progress,

    /// <summary>Nothing to do until the next wake: mail, input, credit or time.</summary>
    Waiting,
}
