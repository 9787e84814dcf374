using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Core.Planning;
using Millrace.Core.Planning.Ownership;
using Millrace.Runtime.Serialization;

namespace Millrace.TaskManager;

/// <summary>Runs a job's definition and plans what it defines. The job manager never does this, because it never loads user code.</summary>
public static class JobDefinition
{
    /// <summary>Plans a job for the first time: defines it twice, to check that each run creates its own functions and state.</summary>
    /// <param name="job">The job.</param>
    /// <param name="create">Creates another instance of the job.</param>
    /// <param name="arguments">What the definition depends on.</param>
    /// <param name="parallelism">The operators' parallelism.</param>
    /// <param name="maxParallelism">The number of key groups.</param>
    /// <param name="serializers">The serializers of the job's types.</param>
    /// <exception cref="InvalidJobException">The definition cannot be run; the message tells where and why.</exception>
    public static Plan PlanNew(
        IStreamJob job, Func<IStreamJob> create, JobArguments arguments, OperatorParallelism parallelism, int maxParallelism, SerializerCache serializers)
    {
        var plan = Plan(job, arguments, parallelism, maxParallelism, serializers);
        var again = Plan(create(), arguments, parallelism, maxParallelism, serializers);
        RefuseOther(job.GetType().Name, again.Graph, plan.Graph.Fingerprint());
        OwnershipRules.Check(plan, again);
        return plan;
    }

    /// <summary>Plans a job again.</summary>
    /// <exception cref="InvalidJobException">The definition cannot be run; the message tells where and why.</exception>
    public static Plan Plan(IStreamJob job, JobArguments arguments, OperatorParallelism parallelism, int maxParallelism, SerializerCache serializers) =>
        new PlanBuilder(parallelism, maxParallelism, new StateDescriber(serializers)).Build(Define(job, arguments));

    /// <summary>Plans a run of a job's definition, as the job was submitted, or as it has been scaled since.</summary>
    /// <exception cref="InvalidJobException">The definition cannot be run; the message tells where and why.</exception>
    internal static Plan Plan(StreamEnvironment env, JobSubmission job, SerializerCache serializers) =>
        new PlanBuilder(ParallelismOf(job), job.MaxParallelism, new StateDescriber(serializers)).Build(env);

    /// <summary>Divides a run of a job's definition into the chains of another run's plan; null if it defined something else.</summary>
    /// <exception cref="InvalidJobException">The definition cannot be run; the message tells where and why.</exception>
    internal static Plan? Divide(StreamEnvironment env, PlanOutline outline, int vertex, SerializerCache serializers) =>
        outline.Divide(env, vertex, new StateDescriber(serializers));

    /// <summary>Runs a job's definition.</summary>
    /// <exception cref="InvalidJobException">The job cannot be defined; the message tells where and why.</exception>
    internal static StreamEnvironment Define(IStreamJob job, JobArguments arguments)
    {
        AsynchronousFunctions.RefuseMethods(job, "the job's definition");
        var env = new StreamEnvironment();
        job.Define(env, arguments);
        return env;
    }

    /// <summary>Returns the parallelism of a job's operators.</summary>
    public static OperatorParallelism ParallelismOf(JobSubmission job) =>
        new(job.Parallelism) { Given = job.OperatorParallelism, Limit = job.SlotLimit };

    /// <summary>Refuses a graph that differs from the planned one.</summary>
    /// <exception cref="InvalidJobException">It differs.</exception>
    public static void RefuseOther(string jobName, JobGraph graph, string fingerprint)
    {
        if (graph.Fingerprint() != fingerprint) throw Differs(jobName);
    }

    /// <summary>The definition defined something else than when the job was planned.</summary>
    internal static InvalidJobException Differs(string jobName) =>
        new($"The definition of '{jobName}' produced another graph when it ran again. Define must depend only on its arguments: not on the time, random numbers, or anything left by an earlier run.");

    /// <summary>Checks the external locations that a job names, each on its own and then against each other.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="jobId">The job's id, or null where it is new.</param>
    /// <param name="checkpointDirectory">The local folder of checkpoints, or null where they are elsewhere.</param>
    /// <returns>The local folders that the job's sinks write.</returns>
    /// <exception cref="InvalidJobException">One is not usable.</exception>
    public static IReadOnlyList<string> Validate(Plan plan, string? jobId, string? checkpointDirectory)
    {
        var places = new OutsidePlaces(jobId);
        foreach (var transformation in plan.Chains.SelectMany(c => c)) transformation.Accept(places);
        places.RefuseOverlaps(checkpointDirectory);
        return places.Folders;
    }

    private sealed class StateDescriber(SerializerCache serializers) : IStateDescriber
    {
        public IReadOnlyList<StateDescriptor> DescribeKeyed<TKey>(IEnumerable<KeyedStateDeclaration> declarations, string callSite) => Refusing(callSite, () =>
        {
            var describe = new StateSchemas(KeyCodecs.Create<TKey>().Schema.ToString(), serializers);
            foreach (var declaration in declarations) declaration.Bind(describe);
            return describe.Descriptors;
        });

        public IReadOnlyList<StateDescriptor> DescribeOperator(IEnumerable<OperatorStateDeclaration> declarations, string callSite) => Refusing(callSite, () =>
        {
            var describe = new OperatorStateSchemas(serializers);
            foreach (var declaration in declarations) declaration.Bind(describe);
            return describe.Descriptors;
        });

        public (string Schema, RawLayout? Layout) DescribeRecords<T>()
        {
            try
            {
                var serializer = serializers.For<T>();
                return (serializer.Schema.ToString(), serializer.Layout);
            }
            catch (UnsupportedTypeException)
            {
                // They can still be passed by reference.
                return ("", null);
            }
        }

        public string CheckKey<TKey>(string callSite)
        {
            try
            {
                return KeyCodecs.Create<TKey>().Schema.ToString();
            }
            catch (UnsupportedKeyException e)
            {
                throw new InvalidJobException($"KeyBy at {callSite}: {e.Message}", e);
            }
        }

        private static IReadOnlyList<StateDescriptor> Refusing(string callSite, Func<IReadOnlyList<StateDescriptor>> describe)
        {
            try
            {
                return describe();
            }
            catch (Exception e) when (e is UnsupportedKeyException or UnsupportedTypeException)
            {
                throw new InvalidJobException($"The state declared at {callSite} cannot be kept: {e.Message}", e);
            }
        }
    }

    private sealed class StateSchemas(string keySchema, SerializerCache serializers) : IStateBinder
    {
        public List<StateDescriptor> Descriptors { get; } = [];

        public TimeProvider Time => TimeProvider.System;

        public IEventClock EventTime => throw new NotSupportedException("A state that is only described has no time.");

        public IValueState<T> BindValue<T>(KeyedStateDeclaration declaration, Func<T, bool>? isDead)
        {
            var serializer = serializers.For<T>();
            Descriptors.Add(Describe(declaration, serializer));
            return null!;
        }

        public IMapState<TMapKey, TValue> BindMap<TMapKey, TValue>(KeyedStateDeclaration declaration, Func<TValue, bool>? isDead) where TMapKey : notnull
        {
            var serializer = serializers.For<TValue>();
            Descriptors.Add(Describe(declaration, serializer) with { MapKeySchema = KeyCodecs.Create<TMapKey>().Schema.ToString() });
            return null!;
        }

        private StateDescriptor Describe<T>(KeyedStateDeclaration declaration, TypeSerializer<T> serializer) =>
            new(declaration.Name, declaration.Kind, keySchema, serializer.Schema.ToString(), serializer.Layout)
            {
                TimeToLive = declaration.Ttl == Ttl.Never ? null : declaration.Ttl.ToString(),
                LivesInEventTime = declaration.Ttl.IsInEventTime,
            };
    }
}
