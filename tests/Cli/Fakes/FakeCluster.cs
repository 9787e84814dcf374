using Grpc.Core;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Tests.Fakes;

internal sealed class FakeCluster(FakeServer manager) : Cluster.ClusterBase
{
    /// <summary>Unless a test sets an answer, there is one task manager, and the call is not recorded.</summary>
    public override Task<DescribeClusterResponse> Describe(DescribeClusterRequest request, ServerCallContext context) => Task.FromResult(
        manager.Answers("Describe") ? (DescribeClusterResponse)manager.Answer(request, context) : new DescribeClusterResponse { TaskManagers = { new Hosting.Protocol.TaskManager { Id = "tm" } } });
}
