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
        if (name.Length > 0 && !IsName(name)) throw new InvalidJobException($"A job's name must have 1 to {Longest} characters and no control characters; '{Core.Control.BoundedText.Escape(name.Length > Longest ? name[..Longest] + "..." : name)}' does not.");
    }
}
