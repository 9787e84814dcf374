using Millrace.Connectors.Files;

namespace WikiEdits;

/// <summary>What a user did in one go.</summary>
/// <param name="User">The user.</param>
/// <param name="Start">The time of the first edit, in milliseconds.</param>
/// <param name="End">The time of the last edit and the gap.</param>
/// <param name="Edits">How many edits there were.</param>
public sealed record Session(string User, long Start, long End, int Edits)
{
    /// <summary>Writes it as a line of fields between tabs.</summary>
    public void Write(LineWriter line) => line.Append(User).Append('\t').Append(Start).Append('\t').Append(End).Append('\t').Append(Edits);
}
