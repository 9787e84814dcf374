namespace Millrace.Core.Control;

/// <summary>The origin of a failure.</summary>
public enum FailureDomain
{
    User,
    External,
    Engine,
}
