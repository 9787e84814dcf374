namespace Millrace.Hosting.Leading;

/// <summary>The trailer with which a job manager that does not lead refuses a call, which it has not carried out.</summary>
public static class LeaderHeader
{
    /// <summary>Its name; its value is the URL of the gRPC port of the one that leads, or empty where that is not known.</summary>
    public const string Name = "millrace-leader";
}
