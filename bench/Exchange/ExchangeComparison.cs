using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Millrace.Bench.Measuring;
using Millrace.TaskManager.Exchange;

namespace Millrace.Bench.Exchange;

/// <summary>
/// Compares the throughput from another process: through channels of the data exchange, in frames of 32 KiB, against a loopback socket that
/// is written and read 32 KiB at a time.
/// </summary>
internal static class ExchangeComparison
{
    public const string ChildCommand = "exchange-producer";

    private const double Target = 0.40;
    private const int Frames = 100_000;

    /// <summary>Runs all rounds; false where the median misses the target.</summary>
    public static bool Run(int rounds)
    {
        var bytes = (long)Frames * SentReadings.FrameBytes;
        Console.WriteLine($"exchange between processes: {bytes >> 20:N0} MiB a run in {Frames:N0} frames of {SentReadings.FrameBytes:N0} bytes, {SentReadings.Channels} channels");
        using var producer = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [ChildCommand]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var (port, url) = (int.Parse(producer.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture), producer.StandardOutput.ReadLine()!);
        using var exchange = new DataExchange("consumer", TimeProvider.System);
        var ratios = new List<double>();
        for (var round = 0; round <= rounds; round++)
        {
            producer.StandardInput.WriteLine(bytes.ToString(CultureInfo.InvariantCulture));
            var socket = Timing.Of(() => ReadSocket(port, bytes));
            producer.StandardInput.WriteLine(Frames.ToString(CultureInfo.InvariantCulture));
            var engine = Timing.Of(() => Consume(exchange, url, round + 1));
            if (round == 0) continue;
            ratios.Add(socket.Seconds / engine.Seconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  round {round}: ratio {ratios[^1]:F2}; socket {bytes / socket.Seconds / 1e6:N0} MB/s, exchange {bytes / engine.Seconds / 1e6:N0} MB/s, of the consumer {engine.CpuSeconds * 1e6 / Frames:F1} µs and {(double)engine.Allocated / Frames:F0} bytes allocated a frame"));
        }

        producer.StandardInput.Close();
        producer.WaitForExit();
        var ratio = Comparison.Median(ratios);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  median ratio {ratio:F2} of the socket's speed (target {Target:F2})"));
        Console.WriteLine();
        return ratio >= Target;
    }

    private static void Consume(DataExchange exchange, string url, int attempt)
    {
        using var consumer = new ReadingsConsumer(exchange, url, attempt, Frames);
        consumer.Run();
    }

    private static void ReadSocket(int port, long bytes)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        var buffer = new byte[SentReadings.SocketBytes];
        while (bytes > 0)
        {
            var read = socket.Receive(buffer);
            if (read == 0) throw new InvalidOperationException($"The socket ended {bytes} bytes too early.");
            bytes -= read;
        }
    }
}
