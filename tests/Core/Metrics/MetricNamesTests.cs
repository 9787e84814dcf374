using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Millrace.Core.Metrics;

namespace Millrace.Core.Tests.Metrics;

public sealed class MetricNamesTests
{
    [Fact]
    public void The_page_on_metrics_has_each_instrument_with_its_kind_and_unit()
    {
        using var meter = new EngineMeter();
        var instruments = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meter)) instruments.Add($"| `{instrument.Name}` | {Kind(instrument)} | `{instrument.Unit}` |");
        };
        listener.Start();
        var rows = File.ReadLines(Page()).Where(static l => l.StartsWith("| `millrace.", StringComparison.Ordinal));
        var documented = rows.Select(static r => string.Concat(r.Split('|').Skip(1).Take(3).Select(static c => $"|{c}")) + "|");
        Assert.Equal(documented.Order(StringComparer.Ordinal), instruments.Order(StringComparer.Ordinal));
    }

    private static string Kind(Instrument instrument) => instrument.GetType().Name switch
    {
        "Histogram`1" => "histogram",
        "ObservableCounter`1" => "counter",
        "ObservableGauge`1" => "gauge",
        var other => other,
    };

    private static string Page([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "docs", "metrics.md");
}
