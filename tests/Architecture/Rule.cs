namespace Millrace.Architecture.Tests;

internal static class Rule
{
    /// <summary>Fails with each violation on its own line.</summary>
    public static void Holds(IEnumerable<string> breaches)
    {
        var lines = breaches.ToList();
        if (lines.Count > 0) Assert.Fail(string.Join('\n', lines));
    }
}
