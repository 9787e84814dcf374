using System.Reflection;
using System.Text.Json;
using Google.Protobuf;
using Millrace.Cli.Reports;
using Millrace.Tests.Testing.Codecs;

namespace Millrace.Cli.Tests.Codecs;

/// <summary>Every field that the job manager returns appears in <c>--json</c>. Reports are found by the messages that they are made from.</summary>
public sealed class ReportTests
{
    public static TheoryData<string> Reports => [.. Found().Select(static r => r.Report.Name)];

    [Theory]
    [MemberData(nameof(Reports))]
    public void Every_field_of_a_message_is_in_its_report(string name)
    {
        var (report, message, make) = Found().Single(r => r.Report.Name == name);
        typeof(ReportTests).GetMethod(nameof(AssertShown), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(message).Invoke(null, [report, make]);
    }

    [Fact]
    public void The_reports_are_found() => Assert.Superset(
        new HashSet<string> { nameof(JobReport), nameof(OperatorReport), nameof(FailureReport), nameof(CheckpointReport), nameof(LogEntryReport), nameof(ClusterReport), nameof(TaskManagerReport) },
        Found().Select(static r => r.Report.Name).ToHashSet());

    private static void AssertShown<T>(Type report, Func<object, object> make)
        where T : IMessage<T>, new()
    {
        var whole = FilledMessage.Of<T>();
        var shown = Write(whole);
        Assert.Empty(FilledMessage.Lacking(whole).Where(l => Write(l.Message) == shown).Select(static l => l.Field.Name));

        string Write(T message) => JsonSerializer.Serialize(make(message), report);
    }

    private static IEnumerable<(Type Report, Type Message, Func<object, object> Make)> Found()
    {
        foreach (var report in typeof(JobReport).Assembly.GetTypes().Where(static t => t.Namespace == typeof(JobReport).Namespace).OrderBy(static t => t.Name, StringComparer.Ordinal))
        {
            if (report.GetMethod("Of", BindingFlags.Static | BindingFlags.Public) is { } of && IsMessage(of)) yield return (report, of.GetParameters()[0].ParameterType, m => of.Invoke(null, [m])!);
            else if (Array.Find(report.GetConstructors(), IsMessage) is { } constructor) yield return (report, constructor.GetParameters()[0].ParameterType, m => constructor.Invoke([m]));
        }
    }

    private static bool IsMessage(MethodBase method) => method.GetParameters() is [{ ParameterType: var only }] && typeof(IMessage).IsAssignableFrom(only);
}
