using Millrace.Simulation.Tests.World.Checks;
using Millrace.Testing.Clocks;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.Faults;

public sealed class StorageCallTests
{
    private const int Calls = 20;
    private const int Seeds = 20;

    private readonly List<int> _effects = [];
    private readonly List<int> _answers = [];
    private readonly List<long> _givenUp = [];
    private readonly Sightings _seen = new();
    private Scheduler _scheduler = null!;
    private SimulatedProcess _process = null!;
    private ulong _seed;
    private bool _isHeld;

    [Fact]
    public void Answers_are_later_events_of_the_process_that_asked_in_any_order()
    {
        ForEachSeed(() =>
        {
            Ask();
            Assert.InRange(_answers.Count, 0, Calls - 1);
            Drive();
            Assert.Equal(Enumerable.Range(0, Calls), _answers.Order());
            Assert.Equal(Enumerable.Range(0, Calls), _effects.Order());
        });
        AssertSeen("storage answer late", "storage answers out of order");
    }

    [Fact]
    public void A_process_that_is_paused_has_no_answer_until_it_goes_on()
    {
        ForEachSeed(() =>
        {
            Ask();
            _process.Pause();
            var before = _answers.Count;
            Drive();
            Assert.Equal(before, _answers.Count);
            _process.Resume();
            Drive();
            Assert.Equal(Calls, _answers.Count);
        });
        AssertSeen("storage answer to a process that was paused meanwhile");
    }

    [Fact]
    public void A_process_that_has_died_has_none_and_what_is_on_its_way_takes_effect_or_does_not()
    {
        var effects = 0;
        ForEachSeed(() =>
        {
            Ask();
            _process.Kill();
            var before = _answers.Count;
            Drive();
            Assert.Equal(before, _answers.Count);
            effects += _effects.Count;
        });
        Assert.InRange(effects, 1, (Seeds * Calls) - 1);
        AssertSeen("storage call that took effect after the death of its process");
    }

    [Fact]
    public void A_limit_on_the_clock_of_the_process_ends_the_wait_and_the_call_may_take_effect_all_the_same()
    {
        var effects = 0;
        ForEachSeed(() =>
        {
            _isHeld = true;
            using var end = new VirtualTimer(_scheduler.Time, () => _isHeld = false, static () => true);
            end.Change(TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
            Ask(TimeSpan.FromSeconds(1));
            Drive();
            Assert.Empty(_answers);
            Assert.Equal(Enumerable.Repeat(TimeSpan.TicksPerSecond, Calls), _givenUp);
            effects += _effects.Count;
        });
        Assert.InRange(effects, 1, (Seeds * Calls) - 1);
        AssertSeen("storage call given up before its answer", "storage call that took effect after it was given up");
    }

    private void ForEachSeed(Action act)
    {
        for (_seed = 1; _seed <= Seeds; _seed++)
        {
            _effects.Clear();
            _answers.Clear();
            _givenUp.Clear();
            _scheduler = new Scheduler(new SeededRandom(_seed), new VirtualTime());
            _process = new SimulatedProcess(_scheduler, "process", TimeSpan.Zero);
            act();
            Assert.Null(_scheduler.Unhandled);
        }
    }

    /// <summary>An effect for each call is begun, which goes on with the answer.</summary>
    private void Ask(TimeSpan? limit = null)
    {
        var faults = new FaultPlan(new SeededRandom(1), _scheduler, isEmpty: true) { Holds = _ => _isHeld };
        var calls = new StorageCalls(new SeededRandom(_seed), faults, _scheduler, new Landmarks(_seen), _seen);
        for (var i = 0; i < Calls; i++)
        {
            var number = i;
            _process.Run(async () =>
            {
                using var over = new CancellationTokenSource(limit ?? Timeout.InfiniteTimeSpan, _process.Clock);
                try
                {
                    _answers.Add(await calls.Make($"call {number}", () => Take(number), over.Token));
                }
                catch (OperationCanceledException)
                {
                    _givenUp.Add(_scheduler.Time.Now);
                }

                Assert.Same(_process, _scheduler.Current);
            });
        }

        while (_scheduler.Steps < Calls && _scheduler.Step()) { }
    }

    private int Take(int number)
    {
        _effects.Add(number);
        return number;
    }

    private void Drive()
    {
        while (_scheduler.Step() || _scheduler.Time.AdvanceToNext()) { }
    }

    private void AssertSeen(params IEnumerable<string> marks) => Assert.All(marks, mark => Assert.InRange(_seen.Of(mark), 1, long.MaxValue));
}
