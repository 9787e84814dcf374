namespace Millrace.Hosting.Leading;

/// <summary>The trailer with which a job manager that does not lead refuses a call, which it has not carried out.</summary>
public static class LeaderHeader
{
    /// <summary>Its name; its value is the URL of the gRPC port of the one that leads, or <see cref="Unknown"/>.</summary>
    public const string Name = "millrace-leader";

    /// <summary>The value where it is not known which one leads. A trailer without a value is not sent.</summary>
    public const string Unknown = "unknown";
}
