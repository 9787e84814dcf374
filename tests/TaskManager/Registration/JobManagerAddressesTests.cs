using Millrace.Hosting.Control;
using Millrace.TaskManager.Registration;

namespace Millrace.TaskManager.Tests.Registration;

public sealed class JobManagerAddressesTests
{
    private readonly JobManagerAddresses _addresses = new(["a", "b", "c"]);

    [Fact]
    public void They_are_tried_one_after_the_other()
    {
        var tried = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            tried.Add(_addresses.Next);
            _addresses.Failed();
        }

        Assert.Equal(["a", "b", "c", "a"], tried);
    }

    [Fact]
    public void One_that_is_named_is_tried_next_even_if_it_is_not_configured()
    {
        _addresses.Prefer("x");
        Assert.Equal("x", _addresses.Next);
        // It may be the one that has died.
        _addresses.Failed();
        Assert.Equal("a", _addresses.Next);
    }

    [Fact]
    public void One_that_names_nobody_or_itself_is_left_for_the_next()
    {
        _addresses.Prefer("");
        Assert.Equal("b", _addresses.Next);
        _addresses.Prefer("b");
        Assert.Equal("c", _addresses.Next);
    }

    [Fact]
    public void One_with_a_lower_epoch_than_another_of_the_same_cluster_does_not_lead()
    {
        Assert.True(_addresses.MayLead(Welcome(4, "file:///one")));
        Assert.False(_addresses.MayLead(Welcome(3, "file:///one")));
        Assert.True(_addresses.MayLead(Welcome(4, "file:///one")));
        Assert.True(_addresses.MayLead(Welcome(1, "file:///other")));
    }

    private static TaskManagerMessage.Welcome Welcome(long epoch, string storage) => new(epoch, storage, default, default, false, default);
}
