using System.ComponentModel.DataAnnotations;
using Millrace.TaskManager.Exchange;

namespace Millrace.TaskManager.Composition;

/// <summary>How data is exchanged with other task managers: the settings under <c>Exchange</c>.</summary>
internal sealed class ExchangeSettings
{
    private static readonly DataExchangeOptions s_default = new();

    /// <value>How many frames of records, of up to 64 KiB each, may be in flight to a task from one of another process. Default 8.</value>
    [Range(1, 1024, ErrorMessage = "give a number from 1 to 1024.")]
    public int Window { get; set; } = s_default.Window;

    /// <value>Up to how many bytes of waiting frames are sent in one message. Default 256 KiB.</value>
    [Range(1, 32 << 20, ErrorMessage = "give a number of bytes from 1 to 33554432.")]
    public int MessageBytes { get; set; } = s_default.MessageBytes;

    /// <value>How often a connection is pinged, and how long the answer may take before the connection counts as lost. Default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "give a time from 1 s to 10 min, such as 00:00:05.")]
    public TimeSpan KeepAlive { get; set; } = s_default.KeepAlive;

    /// <summary>As options of the exchange.</summary>
    public DataExchangeOptions Options() => new() { Window = Window, MessageBytes = MessageBytes, KeepAlive = KeepAlive };
}
