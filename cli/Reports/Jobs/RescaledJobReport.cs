using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>A job that runs at its new parallelism.</summary>
internal sealed record RescaledJobReport : JobReport
{
    public RescaledJobReport(RescaleJobResponse response)
        : base(response.Job) => StoodStillSeconds = response.StoodStill?.ToTimeSpan().TotalSeconds ?? 0;

    /// <value>For how long processing stood still; 0 where nothing was to be done.</value>
    public double StoodStillSeconds { get; }
}
