using CsCheck;
using Millrace.Runtime.Operators;
using Millrace.Runtime.Operators.Sources;
using Millrace.Runtime.Receivers;

namespace Millrace.Runtime.Tests.Operators.Sources;

public sealed class SourceBufferTests
{
    /// <summary>0 emits one record, n above 0 emits n in a row; the buffer is resumed, with more room, after each.</summary>
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

    [Fact]
    public void The_record_at_hand_is_the_one_that_failed()
    {
        var buffer = new SourceBuffer<int>(new Thrower());
        Assert.Null(buffer.AtHand);
        for (var n = 0; n < 10; n++) buffer.Add(n, n, new RecordPlace(n % 2, n + 1));
        Assert.Throws<InvalidOperationException>(() => buffer.Resume());
        Assert.Equal(new RecordPlace(1, 6), buffer.AtHand);
    }

    private sealed class Thrower : Receiver<int>
    {
        public override bool Push(int value, long timestamp) => value == 5 ? throw new InvalidOperationException("5") : true;

        public override bool Resume() => true;
    }

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
