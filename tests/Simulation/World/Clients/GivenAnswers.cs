namespace Millrace.Simulation.Tests.World.Clients;

/// <summary>The answers to commands, by their ids: one that is given again has the same one, and is not refused after it was carried out.</summary>
internal sealed class GivenAnswers
{
    private readonly Dictionary<string, string> _answers = new(StringComparer.Ordinal);

    /// <summary>The first answer that differs from an earlier one to the same command; null where there is none.</summary>
    public string? Breach { get; private set; }

    /// <summary>A command was carried out.</summary>
    /// <returns>Whether it had been answered before.</returns>
    public bool Take(string command, string answer)
    {
        if (_answers.TryAdd(command, answer)) return false;
        if (_answers[command] != answer) Breach ??= $"Command {command} was answered with {_answers[command]}, and when it was given again with {answer}.";
        return true;
    }

    /// <summary>A command was refused.</summary>
    public void Refuse(string command, string reason)
    {
        if (_answers.TryGetValue(command, out var answer)) Breach ??= $"Command {command} was answered with {answer}, and when it was given again it was refused: {reason}";
    }
}
