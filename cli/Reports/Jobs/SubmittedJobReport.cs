using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>A job that was submitted: as it was then, or as it ended where it was waited for.</summary>
internal sealed record SubmittedJobReport : JobReport
{
    public SubmittedJobReport(Job job, IReadOnlyList<string> notices)
        : base(job) => Notices = notices;

    /// <value>What the submitter should know, such as what is restored.</value>
    public IReadOnlyList<string> Notices { get; }
}
