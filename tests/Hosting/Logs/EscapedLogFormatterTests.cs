using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Millrace.Hosting.Logs;

namespace Millrace.Hosting.Tests.Logs;

public sealed class EscapedLogFormatterTests
{
    [Fact]
    public void Control_characters_of_names_do_not_reach_the_console()
    {
        using var services = new ServiceCollection().AddLogging(static logging => logging.AddConsole()).BuildServiceProvider();
        var text = new StringWriter();
        new EscapedLogFormatter(services).Write(
            new LogEntry<string>(LogLevel.Warning, "Millrace", default, "job \u001b[2Jevil\u0007", null, static (state, _) => state), null, text);
        Assert.Contains("job \\u001b[2Jevil\\u0007", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(text.ToString(), static c => char.IsControl(c) && c is not ('\n' or '\r'));
    }
}
