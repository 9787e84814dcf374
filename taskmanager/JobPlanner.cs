using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Core.Planning;
using Millrace.Runtime.Serialization;
using Millrace.Transformations;

namespace Millrace.TaskManager;

/// <summary>Runs a job's definition and plans it. The job manager never does: it never loads user code.</summary>
public static class JobPlanner
{
    /// <summary>Plans a job.</summary>
    /// <exception cref="InvalidJobException">The definition cannot be run; the message says where and why.</exception>
    public static Plan Plan(IStreamJob job, JobArguments arguments, int parallelism, int maxParallelism, SerializerCache serializers) =>
        Plan(job, arguments, new OperatorParallelism(parallelism), maxParallelism, serializers);

    /// <summary>Plans a job as it was submitted, or as it was scaled since.</summary>
    /// <exception cref="InvalidJobException">The definition cannot be run; the message says where and why.</exception>
    public static Plan Plan(IStreamJob code, JobSubmission job, SerializerCache serializers) =>
        Plan(code, job.Arguments, new OperatorParallelism(job.Parallelism) { Given = job.OperatorParallelism, Limit = job.SlotLimit }, job.MaxParallelism, serializers);

    private static Plan Plan(IStreamJob job, JobArguments arguments, OperatorParallelism parallelism, int maxParallelism, SerializerCache serializers)
    {
        AsynchronousFunctions.RefuseMethods(job, "the job's definition");
        var env = new StreamEnvironment();
        job.Define(env, arguments);
        return new Planner(parallelism, maxParallelism, new StateDescriber(serializers)).Plan(env);
    }

    /// <summary>Looks at the outside places that a job names, each by itself and then against each other.</summary>
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
            };
    }
}
