using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Millrace.Bench.Readings;
using Millrace.Core.Hosts;
using Millrace.Hosting.Hosts;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange.Remote;
using Millrace.TaskManager.Exchange;

namespace Millrace.Bench.Exchange;

/// <summary>The other process: for each line of input it sends that many bytes over a socket, then that many frames over the exchange.</summary>
internal static class ReadingsProducer
{
    public static void Run()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var host = new ThreadHost(static e => throw e);
        using var exchange = new DataExchange("producer", TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static o => o.Listen(IPAddress.Loopback, 0, static l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddDataExchange(exchange);
        var web = builder.Build();
        web.MapDataExchange();
        web.StartAsync().GetAwaiter().GetResult();
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture));
        Console.WriteLine(web.Urls.First());
        for (var attempt = 1; Console.ReadLine() is { } bytes; attempt++)
        {
            WriteSocket(listener, long.Parse(bytes, CultureInfo.InvariantCulture));
            if (Console.ReadLine() is not { } frames) return;
            exchange.Drop(SentReadings.Job, attempt - 1);
            new Sending(exchange, host, attempt, int.Parse(frames, CultureInfo.InvariantCulture)).Start();
        }
    }

    private static void WriteSocket(TcpListener listener, long bytes)
    {
        using var socket = listener.AcceptSocket();
        var buffer = new byte[SentReadings.SocketBytes];
        for (; bytes > 0; bytes -= socket.Send(buffer.AsSpan(0, (int)Math.Min(buffer.Length, bytes)))) { }
    }

    /// <summary>Fills batches and sends them on one thread, as a task does.</summary>
    private sealed class Sending
    {
        private readonly BatchPool<Reading> _pool = new(SentReadings.Records, keyed: false);
        private readonly RemoteOutput[] _outputs;
        private readonly RecordBatch<Reading>?[] _refused = new RecordBatch<Reading>?[SentReadings.Channels];
        private readonly IActivity _activity;
        private int _left;

        public Sending(DataExchange exchange, ThreadHost host, int attempt, int frames)
        {
            _left = frames;
            _activity = host.Start("producer", Step);
            _outputs = [.. Enumerable.Range(0, SentReadings.Channels).Select(i => new RemoteOutput(
                SentReadings.Channel(i, attempt), new BatchWriter<Reading>(SentReadings.Serializer, keyed: false, new FrameLimits(), ""), static e => throw e))];
            foreach (var output in _outputs)
            {
                output.WakeProducer = _activity.Wake;
                exchange.Sent.Add(SentReadings.Job, output);
            }
        }

        public void Start() => _activity.Wake();

        private bool Step()
        {
            var hasSent = false;
            for (var i = 0; i < _outputs.Length && _left > 0; i++)
            {
                var batch = _refused[i] ?? SentReadings.Make(_pool, _left);
                _refused[i] = batch;
                if (!_outputs[i].TrySend(batch)) continue;
                _refused[i] = null;
                _left--;
                hasSent = true;
            }

            return hasSent;
        }
    }
}
