namespace Millrace.JobManager;

/// <summary>What jobs may be named.</summary>
internal static class JobNames
{
    /// <summary>How many characters a name has at most.</summary>
    public const int Longest = 100;

    /// <summary>Whether a job may be named so.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= Longest && !name.Any(char.IsControl) && !string.IsNullOrWhiteSpace(name);

    /// <summary>Refuses what no job may be named; an empty name stands for that of the class.</summary>
    /// <exception cref="InvalidJobException">It is such a name.</exception>
    public static void Refuse(string name)
    {
        if (name.Length > 0 && !IsName(name)) throw new InvalidJobException($"The name of a job has 1 to {Longest} characters, none of them a control character; '{Core.Control.BoundedText.Escape(name.Length > Longest ? name[..Longest] + "..." : name)}' is none.");
    }
}
