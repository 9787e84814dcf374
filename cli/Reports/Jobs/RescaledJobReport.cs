using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>A job running at its new parallelism.</summary>
internal sealed record RescaledJobReport : JobReport
{
    public RescaledJobReport(RescaleJobResponse response)
        : base(response.Job) => InterruptionSeconds = response.Interruption?.ToTimeSpan().TotalSeconds ?? 0;

    /// <value>How long processing was interrupted; 0 where nothing had to be done.</value>
    public double InterruptionSeconds { get; }
}
