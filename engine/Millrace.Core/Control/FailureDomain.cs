namespace Millrace.Core.Control;

/// <summary>Whose failure it is.</summary>
public enum FailureDomain
{
    User,
    External,
    Engine,
}
