using System.Net;

namespace Millrace.Hosting.Tests.Blobs;

/// <summary>Carries requests to the emulator, and makes one kind of fault.</summary>
internal sealed class FaultyTransport() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    private Func<HttpRequestMessage, bool> _strikes = static _ => false;
    private Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>? _fault;
    private int _left;

    /// <summary>How many requests were struck.</summary>
    public int Struck { get; private set; }

    /// <summary>The answer of the next request of this kind does not arrive.</summary>
    public void LoseAnswer(HttpMethod method, Func<Task>? then = null, string query = "") => Strike(
        1,
        r => r.Method == method && r.RequestUri!.Query.Contains(query, StringComparison.Ordinal),
        async (request, cancellation) =>
        {
            (await base.SendAsync(request, cancellation)).Dispose();
            if (then is not null) await then();
            throw new HttpRequestException("The answer was lost.");
        });

    /// <summary>The next requests are answered so.</summary>
    public void Answer(HttpStatusCode status, int times, string retryAfter) => Strike(times, static _ => true, (_, _) =>
    {
        var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent([]) };
        answer.Headers.Add("x-ms-error-code", "ServerBusy");
        answer.Headers.Add("Retry-After", retryAfter);
        return Task.FromResult(answer);
    });

    /// <summary>The next answer ends early.</summary>
    public void CutAnswer(int after) => Strike(1, static _ => true, async (request, cancellation) =>
    {
        var answer = await base.SendAsync(request, cancellation);
        var content = new StreamContent(new CutStream(await answer.Content.ReadAsStreamAsync(cancellation), after));
        foreach (var (name, values) in answer.Content.Headers) content.Headers.TryAddWithoutValidation(name, values);
        answer.Content = content;
        return answer;
    });

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_left == 0 || !_strikes(request)) return base.SendAsync(request, cancellationToken);
        _left--;
        Struck++;
        return _fault!(request, cancellationToken);
    }

    private void Strike(int times, Func<HttpRequestMessage, bool> strikes, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> fault) =>
        (_left, _strikes, _fault) = (times, strikes, fault);

    private sealed class CutStream(Stream inner, int left) : Stream
    {
        private int _left = left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left == 0) throw new IOException("The connection was cut.");
            var read = await inner.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
            _left -= read;
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
