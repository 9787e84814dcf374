using Millrace.Core.Checkpoints;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Exchange.Remote;

namespace Millrace.Runtime.Tests.Exchange.Remote;

/// <summary>Credit is never exceeded and never lost, and nothing overtakes, in any order of steps at both ends and in transit.</summary>
public sealed class CreditTests
{
    private const int Records = 300;
    private const int Endless = 200_000;

    [Fact]
    public void Any_order_of_steps_brings_everything_in_order_within_the_window()
    {
        for (var seed = 0; seed < 300; seed++) new Run(seed).Check();
    }

    [Fact]
    public void Nothing_goes_without_a_consumer_and_all_goes_in_order_when_it_comes()
    {
        var pair = new RemotePair<string>(1);
        Assert.False(pair.Output.TrySend(RemotePair<string>.Batch([("a", 1, [])], keyed: false)));
        Assert.True(pair.Output.TrySend(new WatermarkElement(5)));
        Assert.Equal(0, pair.Data.Count);
        var woken = 0;
        pair.Output.WakeProducer = () => woken++;
        pair.DeliverCredit();
        Assert.Equal((1, 1), (woken, pair.Data.Count));
        Assert.True(pair.Output.TrySend(RemotePair<string>.Batch([("a", 1, [])], keyed: false)));
        pair.DeliverData();
        Assert.True(pair.Input.TryReceive(out var first) && first is WatermarkElement { Timestamp: 5 });
        Assert.True(pair.Input.TryPeek(out var second) && second.IsBatch);
        Assert.True(pair.Input.TryReceive(out var same) && same == second);
    }

    [Fact]
    public void A_closed_end_neither_sends_nor_takes()
    {
        var pair = new RemotePair<string>(2);
        pair.DeliverCredit();
        pair.Output.TrySend(RemotePair<string>.Batch([("a", 1, [])], keyed: false));
        pair.Output.Close();
        pair.Output.TrySend(new WatermarkElement(5));
        pair.Output.OnCredit(pair.Data, 3);
        Assert.Equal(1, pair.Data.Count);
        pair.Input.Close();
        pair.DeliverData();
        Assert.False(pair.Input.TryReceive(out _));
        pair.Input.ReturnCredit();
        Assert.Equal(0, pair.Credit.Count);
    }

    [Fact]
    public void Controls_are_what_they_were()
    {
        var pair = new RemotePair<string>(2);
        pair.DeliverCredit();
        StreamElement[] controls =
        [
            new WatermarkElement(long.MinValue), new StreamStatusElement(true), new StreamStatusElement(false),
            new BarrierElement(new CheckpointBarrier(long.MaxValue, Stop: true, IsSavepoint: false, Base: 7)),
            new BarrierElement(new CheckpointBarrier(9, Stop: false, IsSavepoint: true, Base: 0)), EndOfInputElement.Instance,
        ];
        foreach (var control in controls) pair.Output.TrySend(control);
        pair.DeliverData();
        foreach (var control in controls)
        {
            Assert.True(pair.Input.TryReceive(out var read));
            Assert.Equal(Text(control), Text(read));
        }
    }

    private static string Text(StreamElement element) => element switch
    {
        WatermarkElement watermark => $"watermark {watermark.Timestamp}",
        StreamStatusElement status => $"idle {status.Idle}",
        BarrierElement barrier => barrier.Barrier.ToString(),
        _ => element.GetType().Name,
    };

    private sealed class Run
    {
        private readonly Random _random;
        private readonly int _seed;
        private readonly int _window;
        private readonly RemotePair<string> _pair;
        private readonly RoundRobinPartition<string> _partition;
        private readonly List<string> _sent = [];
        private readonly List<string> _received = [];
        private RecordBatch<string>? _atHand;
        private bool _woken;

        public Run(int seed)
        {
            (_seed, _random) = (seed, new Random(seed));
            _window = _random.Next(1, 6);
            _pair = new RemotePair<string>(_window, limits: new FrameLimits(_random.Next(64, 400)));
            _pair.Output.WakeProducer = () => _woken = true;
            _partition = new RoundRobinPartition<string>([_pair.Output], _random.Next(1, 12), 0);
        }

        public void Check()
        {
            for (var step = 0; step < Endless && (_sent.Count < Records || _received.Count < _sent.Count); step++)
            {
                Step();
                var (taken, granted, arrived) = (_pair.Data.Taken, _pair.Credit.Granted, _pair.Arrived);
                Assert.True(taken <= granted && granted <= _window + arrived, $"Seed {_seed}: {taken} frames of {granted} granted; {arrived} arrived, the window is {_window}.");
            }

            Assert.True(_sent.SequenceEqual(_received), $"Seed {_seed}: {_received.Count} of {_sent.Count} came, or in another order.");
            Assert.Empty(_pair.Failures);
        }

        private void Step()
        {
            switch (_random.Next(5))
            {
                case 0:
                    Produce();
                    break;
                case 1:
                    _pair.DeliverCredit(_random.Next(1, 3));
                    break;
                case 2:
                    _pair.DeliverData(_random.Next(1, 3));
                    break;
                default:
                    Consume();
                    break;
            }
        }

        // As a task does: without room it only checks again after a wake.
        private void Produce()
        {
            if (!_partition.HasRoom)
            {
                if (!_woken) return;
                _woken = false;
                if (!_partition.Drain()) return;
            }

            for (var i = _random.Next(20); i > 0 && _partition.HasRoom && _sent.Count < Records; i--)
            {
                if (_random.Next(8) == 0)
                {
                    _sent.Add($"watermark {_sent.Count}");
                    _partition.Broadcast(new WatermarkElement(_sent.Count - 1));
                }
                else
                {
                    _sent.Add($"{_sent.Count} {new string('x', _random.Next(10) == 0 ? _random.Next(3000) : _random.Next(20))}");
                    _partition.Push(_sent[^1], 0);
                }
            }

            _partition.Flush();
        }

        private void Consume()
        {
            if (_atHand is { } batch)
            {
                for (var i = 0; i < batch.Count; i++) _received.Add(batch.Values[i]);
                batch.Release();
                _pair.Input.ReturnCredit();
                _atHand = null;
                return;
            }

            if (!_pair.Input.TryReceive(out var element)) return;
            if (element is WatermarkElement watermark) _received.Add($"watermark {watermark.Timestamp}");
            else _atHand = (RecordBatch<string>)element;
        }
    }
}
