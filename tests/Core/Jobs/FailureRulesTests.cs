using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;

namespace Millrace.Core.Tests.Jobs;

public sealed class FailureRulesTests
{
    [Theory]
    [InlineData(OperatorRole.Stateless, false, FailureDomain.User)]
    [InlineData(OperatorRole.Stateless, true, FailureDomain.User)]
    [InlineData(OperatorRole.Stateful, true, FailureDomain.User)]
    [InlineData(OperatorRole.Source, true, FailureDomain.External)]
    [InlineData(OperatorRole.Source, false, FailureDomain.User)]
    [InlineData(OperatorRole.Sink, true, FailureDomain.External)]
    [InlineData(OperatorRole.ExactlyOnceSink, true, FailureDomain.External)]
    [InlineData(null, true, FailureDomain.External)]
    [InlineData(null, false, FailureDomain.Engine)]
    public void The_domain_is_decided_by_where_it_was_thrown(OperatorRole? role, bool isIo, FailureDomain domain) =>
        Assert.Equal(domain, FailureRules.DomainOf(role, isIo ? new IOException() : new FormatException()));

    [Fact]
    public void What_a_definition_says_is_the_users_and_does_not_change_by_itself()
    {
        var exception = new InvalidJobException("no");
        Assert.Equal(FailureDomain.User, FailureRules.DomainOf(null, exception));
        Assert.False(FailureRules.CanRetry(exception));
        Assert.True(FailureRules.CanRetry(new FormatException()));
    }
}
