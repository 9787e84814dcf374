namespace Millrace.JobManager;

/// <summary>The rules for job names.</summary>
internal static class JobNames
{
    /// <summary>The maximum length of a name, in characters.</summary>
    public const int Longest = 100;

    /// <summary>Returns whether a name is valid.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= Longest && !name.Any(char.IsControl) && !string.IsNullOrWhiteSpace(name);

    /// <summary>Refuses an invalid name; an empty one stands for the class's name.</summary>
    /// <exception cref="InvalidJobException">The name is not valid.</exception>
    public static void Refuse(string name)
    {
        if (name.Length > 0 && !IsName(name)) throw new InvalidJobException($"The name of a job has 1 to {Longest} characters, none of them a control character; '{Core.Control.BoundedText.Escape(name.Length > Longest ? name[..Longest] + "..." : name)}' is none.");
    }
}
