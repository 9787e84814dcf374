using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>A submitted job: its status at that time, or at its end where it was waited for.</summary>
internal sealed record SubmittedJobReport : JobReport
{
    public SubmittedJobReport(Job job, IReadOnlyList<string> notices)
        : base(job) => Notices = notices;

    /// <value>Information for the submitter, such as what is restored.</value>
    public IReadOnlyList<string> Notices { get; }
}
