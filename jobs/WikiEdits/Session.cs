using Millrace.Connectors.Files;

namespace WikiEdits;

/// <summary>A series of a user's edits without a long pause.</summary>
/// <param name="User">The user.</param>
/// <param name="Start">The time of the first edit, in milliseconds.</param>
/// <param name="End">The time of the last edit plus the gap.</param>
/// <param name="Edits">The number of edits.</param>
public sealed record Session(string User, long Start, long End, int Edits)
{
    /// <summary>Writes it as a line of tab-separated fields.</summary>
    public void Write(LineWriter line) => line.Append(User).Append('\t').Append(Start).Append('\t').Append(End).Append('\t').Append(Edits);
}
