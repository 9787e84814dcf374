namespace Nexmark.Queries;

/// <summary>All queries.</summary>
public static class NexmarkQueries
{
    /// <summary>Returns the queries in numeric order.</summary>
    /// <param name="eventTime">Whether q12 uses event time.</param>
    public static IReadOnlyList<NexmarkQuery> All(bool eventTime = false) =>
    [
        new Q0(), new Q1(), new Q2(), new Q3(), new Q4(), new Q5(), new Q6(), new Q7(), new Q8(), new Q9(), new Q10(), new Q11(), new Q12(eventTime),
        new Q13(), new Q14(), new Q15(), new Q16(), new Q17(), new Q18(), new Q19(), new Q20(), new Q21(), new Q22(),
    ];

    /// <summary>The names of the queries.</summary>
    public static IEnumerable<string> Names => All().Select(q => q.Name);

    /// <summary>Returns the query with a given name, such as <c>q5</c>.</summary>
    public static NexmarkQuery Of(string name, bool eventTime) => All(eventTime).First(q => q.Name == name);

    /// <summary>Returns whether a query has the name.</summary>
    public static bool IsName(string name) => Names.Contains(name);
}
