using Microsoft.Extensions.Time.Testing;

namespace Millrace.Simulation.Tests.Command;

public sealed class SimulationCommandLineTests
{
    private readonly PlayedSimulation _simulation = new();
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Theory]
    [InlineData("--runs", "0")]
    [InlineData("--runs", "-5")]
    [InlineData("--runs", "many")]
    [InlineData("--runs", "9223372036854775808")]
    [InlineData("--runs")]
    [InlineData("--runs", "1", "--runs", "2")]
    [InlineData("--seed", "-1")]
    [InlineData("--seed", "18446744073709551616")]
    [InlineData("--seed", "0x10")]
    [InlineData("--run", "0", "--seed", "1")]
    [InlineData("--run", "1")]
    [InlineData("--run", "1", "--seed", "1", "--runs", "2")]
    [InlineData("--run", "1", "--seed", "1", "--minutes", "2")]
    [InlineData("--minutes", "0")]
    [InlineData("--minutes", "NaN")]
    [InlineData("--minutes", "-1")]
    [InlineData("--parallel", "0")]
    [InlineData("--parallel", "two")]
    [InlineData("--sed", "1")]
    [InlineData("seed", "1")]
    [InlineData("@file")]
    public void A_bad_option_ends_with_2_and_runs_nothing(params string[] args)
    {
        Assert.Equal(2, Run(args));
        Assert.StartsWith("error: ", $"{_error}");
        Assert.Empty(_simulation.Seeds);
        Assert.Empty($"{_output}");
    }

    [Fact]
    public void Runs_without_a_violation_end_with_0_and_are_summed_in_the_last_line()
    {
        Assert.Equal(0, Run("--runs", "999", "--seed", "18446744073709551615"));
        Assert.Equal(999, _simulation.Seeds.Distinct().Count());
        Assert.EndsWith("\n999 runs, 9990 steps, 1998 faults, 0 violations\n", $"{_output}");
        Assert.StartsWith("base seed 18446744073709551615\n", $"{_output}");
        Assert.Contains("         0 never\n", $"{_output}");
    }

    [Fact]
    public void What_1000_runs_did_not_reach_ends_with_1()
    {
        Assert.Equal(1, Run("--seed", "7"));
        Assert.Contains("not reached in 1000 runs: never\n", $"{_output}");
        Assert.EndsWith("\n1000 runs, 10000 steps, 2000 faults, 0 violations\n", $"{_output}");
    }

    [Fact]
    public void A_violation_ends_with_1_and_says_what_replays_it()
    {
        _simulation.Wrong.Add(SplitMix.Number(7, 3));
        Assert.Equal(1, Run("--runs", "10", "--seed", "7"));
        Assert.Contains("run 3: violation of 'nothing is lost' after 10 steps: one was\n  last event\n", $"{_output}");
        Assert.Contains("--seed 7 --run 3\n", $"{_output}");
        Assert.EndsWith("\n10 runs, 100 steps, 20 faults, 1 violations\n", $"{_output}");

        Assert.Equal(1, Run("--seed", "7", "--run", "3"));
        Assert.EndsWith("\n1 runs, 10 steps, 2 faults, 1 violations\n", $"{_output}");
        Assert.Equal(SplitMix.Number(7, 3), _simulation.Seeds[^1]);
        Assert.Equal(11, _simulation.Seeds.Count);
    }

    [Fact]
    public void No_run_begins_after_a_violation_where_that_is_asked_for()
    {
        _simulation.Wrong.Add(SplitMix.Number(7, 3));
        Assert.Equal(1, Run("--runs", "10", "--seed", "7", "--stop-at-violation"));
        Assert.EndsWith("\n3 runs, 30 steps, 6 faults, 1 violations\n", $"{_output}");
    }

    [Fact]
    public void A_simulation_that_throws_is_a_violation()
    {
        _simulation.Throws = true;
        Assert.Equal(1, Run("--runs", "2", "--seed", "7"));
        Assert.Contains("run 2: violation of 'the simulation itself throws nothing'", $"{_output}");
    }

    [Fact]
    public void No_run_begins_after_the_minutes()
    {
        _simulation.OnRun = () => _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(0, Run("--minutes", "1.5", "--seed", "7"));
        Assert.Equal(5, _simulation.Seeds.Count);
        Assert.Equal(0, Run("--minutes", "1.5", "--runs", "2"));
        Assert.Equal(7, _simulation.Seeds.Count);
    }

    [Fact]
    public void A_replay_that_is_verbose_shows_each_event()
    {
        Assert.Equal(0, Run("--seed", "7", "--run", "3", "--verbose"));
        Assert.Contains("\n  an event\n", $"{_output}");
        Assert.Contains("\nrun 3: seed ", $"{_output}");
        Assert.Equal(0, Run("--seed", "7", "--runs", "3", "--parallel", "2"));
        Assert.Single(_simulation.Traces);
    }

    [Fact]
    public void A_seed_that_is_not_given_differs_each_time()
    {
        Assert.Equal(0, Run("--runs", "1"));
        Assert.Equal(0, Run("--runs", "1"));
        Assert.Equal(2, _simulation.Seeds.Distinct().Count());
    }

    [Fact]
    public void Help_is_no_bad_option()
    {
        Assert.Equal(0, Run("--help"));
        Assert.Contains("--minutes <M>", $"{_output}");
        Assert.Empty(_simulation.Seeds);
    }

    private int Run(params string[] args) => SimulationCommandLine.Run(args, _simulation, _output, _error, _time);

    private sealed class PlayedSimulation : ISimulation
    {
        public List<ulong> Seeds { get; } = [];

        public List<Action<string>> Traces { get; } = [];

        public HashSet<ulong> Wrong { get; } = [];

        public Action OnRun { get; set; } = static () => { };

        public bool Throws { get; set; }

        public IReadOnlyList<string> Coverage { get; } = ["always", "never"];

        public RunResult Run(ulong seed, Action<string>? trace)
        {
            lock (Seeds)
            {
                Seeds.Add(seed);
                if (trace is not null) Traces.Add(trace);
            }

            OnRun();
            trace?.Invoke("an event");
            if (Throws) throw new InvalidOperationException("It throws.");
            var violation = Wrong.Contains(seed) ? new Violation("nothing is lost", "one was", ["last event"]) : null;
            return new RunResult(violation, 10, 2, new Dictionary<string, long> { ["always"] = 1 }, 3);
        }
    }
}
