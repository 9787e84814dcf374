using Grpc.Core;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Tests.Fakes;

internal sealed class FakeCluster(FakeServer manager) : Cluster.ClusterBase
{
    public override Task<DescribeClusterResponse> Describe(DescribeClusterRequest request, ServerCallContext context) =>
        Task.FromResult((DescribeClusterResponse)manager.Answer(request, context));
}
