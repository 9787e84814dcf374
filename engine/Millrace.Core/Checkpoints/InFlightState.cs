using System.Globalization;

namespace Millrace.Core.Checkpoints;

/// <summary>
/// The state that holds records in flight: state without a key of the operator that they are sent to, in the blobs of the subtasks that had them. The name
/// tells the operator's input and the subtask that they were sent to.
/// </summary>
public static class InFlightState
{
    private const string Prefix = "_in-flight/";

    /// <summary>Whether a state holds records in flight.</summary>
    public static bool Is(string state) => state.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Returns the name.</summary>
    /// <param name="input">The index of the input.</param>
    /// <param name="to">The index of the consuming subtask.</param>
    public static string NameOf(int input, int to) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{input}/{to}");

    /// <summary>Parses a name.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static (int Input, int To) Parse(string state)
    {
        if (Is(state) && state[Prefix.Length..].Split('/') is [var input, var to]
            && int.TryParse(input, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var subtask)) return (index, subtask);
        throw new InvalidDataException($"'{state}' is not the name of records in flight.");
    }
}
