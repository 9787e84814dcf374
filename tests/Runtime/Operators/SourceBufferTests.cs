using CsCheck;
using Millrace.Runtime.Operators;
using Millrace.Runtime.Receivers;

namespace Millrace.Runtime.Tests.Operators;

public sealed class SourceBufferTests
{
    /// <summary>0 emits one record, more than 0 so many in a row; the buffer is resumed, with more room, after each.</summary>
    [Fact]
    public void Records_go_on_in_order_and_once_whatever_the_room() => Gen.Select(Gen.Int[0, 700].List[0, 30], Gen.Int[1, 400]).Sample(
        (emits, room) =>
        {
            var next = new Gate(room);
            var buffer = new SourceBuffer<int>(next);
            var emitted = 0;
            foreach (var emit in emits)
            {
                if (emit == 0) buffer.Add(emitted, emitted, new RecordPlace(0, ++emitted));
                else buffer.AddAll([.. Enumerable.Range(emitted, emit)], [.. Enumerable.Range(emitted, emit).Select(n => (long)n)], new RecordPlace(0, emitted + emit));
                emitted += emit;
                Assert.Equal(0, next.Overdrawn);
                if (buffer.HasRoom) continue;
                while (!buffer.Resume()) next.Refill();
            }

            while (!buffer.Resume()) next.Refill();
            Assert.True(buffer.IsEmpty);
            Assert.Equal(Enumerable.Range(0, emitted).Select(n => (n, (long)n)), next.Received);
            Assert.Equal(0, next.Overdrawn);
        },
        iter: 200);

    private sealed class Gate(int room) : Receiver<int>
    {
        private readonly int _refill = room;
        private int _room = room;

        public List<(int Value, long Timestamp)> Received { get; } = [];

        public int Overdrawn { get; private set; }

        public void Refill() => _room = _refill;

        public override bool Push(int value, long timestamp)
        {
            if (_room == 0) Overdrawn++;
            Received.Add((value, timestamp));
            return --_room > 0;
        }

        public override bool Resume() => _room > 0;
    }
}
