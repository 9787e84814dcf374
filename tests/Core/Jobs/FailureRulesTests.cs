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

    public static TheoryData<Exception, FailureDomain> AtASink => new()
    {
        { new IOException("no space left"), FailureDomain.External },
        { new TimeoutException(), FailureDomain.External },
        { new System.Net.Sockets.SocketException(), FailureDomain.External },
        { new HttpRequestException("connection refused"), FailureDomain.External },
        { new HttpRequestException("busy", null, System.Net.HttpStatusCode.ServiceUnavailable), FailureDomain.External },
        { new HttpRequestException("no", null, System.Net.HttpStatusCode.Forbidden), FailureDomain.User },
        { new TaskCanceledException("time limit", new TimeoutException()), FailureDomain.External },
        { new TaskCanceledException(), FailureDomain.User },
        { new AggregateException(new IOException("no space left")), FailureDomain.External },
        { new AggregateException(new AggregateException(new DirectoryNotFoundException())), FailureDomain.User },
        { new AggregateException(new IOException(), new FormatException()), FailureDomain.User },
        { new DatabaseFailure(isTransient: true), FailureDomain.External },
        { new DatabaseFailure(isTransient: false), FailureDomain.User },
        { new DirectoryNotFoundException(), FailureDomain.User },
        { new FileNotFoundException(), FailureDomain.User },
        { new UnauthorizedAccessException(), FailureDomain.User },
        { new PathTooLongException(), FailureDomain.User },
    };

    [Theory]
    [MemberData(nameof(AtASink), DisableDiscoveryEnumeration = true)]
    public void What_time_cannot_heal_is_the_users(Exception exception, FailureDomain domain)
    {
        Assert.Equal(domain, FailureRules.DomainOf(OperatorRole.ExactlyOnceSink, exception));
        Assert.True(FailureRules.CanRetry(exception));
        // The engine's own files are different: a checkpoint's folder may come back with its disk.
        if (exception is IOException or UnauthorizedAccessException or AggregateException { InnerException: IOException, InnerExceptions.Count: 1 }) Assert.Equal(FailureDomain.External, FailureRules.DomainOf(null, exception));
    }

    [Fact]
    public void Missing_code_is_the_users_wherever_it_is_missed()
    {
        Exception[] missing =
        [
            new FileNotFoundException("Could not load file or assembly", "Words, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null"),
            new TypeInitializationException("Words", new DllNotFoundException("rocksdb")),
            new BadImageFormatException(),
            new MissingMethodException("Words", "Count"),
            new FileLoadException(),
        ];
        foreach (var exception in missing)
        {
            Assert.Equal(FailureDomain.User, FailureRules.DomainOf(null, exception));
            Assert.Equal(FailureDomain.User, FailureRules.DomainOf(OperatorRole.Source, exception));
        }
    }

    [Fact]
    public void What_a_definition_says_is_the_users_and_does_not_change_by_itself()
    {
        var exception = new InvalidJobException("no");
        Assert.Equal(FailureDomain.User, FailureRules.DomainOf(null, exception));
        Assert.False(FailureRules.CanRetry(exception));
        Assert.True(FailureRules.CanRetry(new FormatException()));
    }

    private sealed class DatabaseFailure(bool isTransient) : System.Data.Common.DbException
    {
        public override bool IsTransient => isTransient;
    }
}
