using Millrace.TaskManager.Composition;

namespace Millrace.TaskManager.Tests.Composition;

public sealed class ProcessSecretsTests
{
    [Theory]
    [InlineData("MILLRACE_TOKEN", true)]
    [InlineData("millrace_token", true)]
    [InlineData("MILLRACE_Security__CertificatePassword", true)]
    [InlineData("MILLRACE_AZURE__CONNECTIONSTRING", true)]
    [InlineData("MILLRACE_SLOTS", false)]
    [InlineData("PATH", false)]
    public void The_token_and_the_settings_of_security_and_of_Azure_are_secrets(string name, bool isSecret) => Assert.Equal(isSecret, ProcessSecrets.IsSecret(name));

    [Fact]
    public void The_code_of_users_does_not_find_them_in_the_environment()
    {
        Environment.SetEnvironmentVariable("MILLRACE_TOKEN", "a secret of tests");
        ProcessSecrets.Hide();
        Assert.Null(Environment.GetEnvironmentVariable("MILLRACE_TOKEN"));
        Assert.NotNull(Environment.GetEnvironmentVariable("PATH"));
    }
}
