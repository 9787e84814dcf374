using Millrace.Simulation.Tests.RandomJobs;
using Millrace.Simulation.Tests.WordCount;

namespace Millrace.Simulation.Tests;

public sealed class ReplayTests
{
    [Fact]
    public void Two_runs_of_a_seed_of_the_word_count_are_the_same() => Seeds.RunTwice(150, (_, random) => new SimulatedWordCount(random));

    [Fact]
    public void Two_runs_of_a_seed_of_a_random_job_are_the_same() => Seeds.RunTwice(100, (faults, random) => new SimulatedRandomJob(faults, random, new Sightings()));
}
