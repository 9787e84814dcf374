using Microsoft.Extensions.Configuration;
using Millrace.Hosting.Configuration;
using Millrace.TaskManager.Composition;

namespace Millrace.TaskManager.Tests.Composition;

public sealed class TaskManagerOptionsTests
{
    [Theory]
    [InlineData("tm-1", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a\u001bb", false)]
    [InlineData("a\nb", false)]
    [InlineData(null, false)]
    public void An_id_is_a_word_of_1_to_100_characters(string? id, bool isAllowed)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Id", id ?? new string('a', 101))]).Build();
        if (isAllowed) Assert.Equal(id, Settings.Read<TaskManagerOptions>(settings).Id);
        else Assert.Contains("give a name of 1 to 100 characters without blanks", Assert.Throws<InvalidSettingException>(() => Settings.Read<TaskManagerOptions>(settings)).Message, StringComparison.Ordinal);
    }
}
