using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using Millrace.Core.KeyGroups;
using Millrace.JobManager;
using Millrace.TaskManager.Planning;

namespace Millrace.Local.Options;

/// <summary>The command line of a job program: the common options, followed by the job's own.</summary>
internal sealed class JobCommandLine
{
    private const int MostRestarts = 1_000_000;

    private readonly Option<int?> _parallelism = OwnOptions.Value<int?>(
        "--parallelism", "N", "Number of subtasks of each operator without its own parallelism: 1 to the max parallelism (default 2).", text => Whole(text));

    private readonly Option<int?> _maxParallelism = OwnOptions.Value<int?>(
        "--max-parallelism",
        "N",
        "Number of key groups, which is the highest possible parallelism: 1 to 32768 (default 720). Fixed when a job first starts; leave it out on a restore.",
        text => Whole(text));

    private readonly Option<string?> _checkpointDirectory = OwnOptions.Value<string?>(
        "--checkpoint-dir", "PATH", "Folder for checkpoints, used by one running program at a time, or azure://ACCOUNT/CONTAINER/FOLDER (default: a new temporary folder, which is printed).", NotEmpty);

    private readonly Option<TimeSpan?> _checkpointInterval = OwnOptions.Value<TimeSpan?>(
        "--checkpoint-interval",
        "TIME",
        "Time from the end of a checkpoint to the start of the next: a number and ms, s, m or h, such as 1.5s; 1ms to 1000h (default 500ms).",
        text => Durations.Parse(text));

    private readonly Option<string?> _restore = OwnOptions.Value<string?>(
        "--restore",
        "latest|PATH",
        "Resumes from a checkpoint. 'latest': the newest completed one of the newest job of this name under --checkpoint-dir; if that job has none, it starts from the beginning under the same id. "
        + "PATH: a job's folder in a checkpoint folder (its newest), a manifest in it (just that one), or a checkpoint folder (as 'latest', but it must have one); --checkpoint-dir can then be left out.",
        NotEmpty);

    private readonly Option<int?> _restarts = OwnOptions.Value<int?>(
        "--restarts",
        "N",
        "How many consecutive failures of the job's code are followed by a restart (default: what the job sets, or 10; without --checkpoint-dir or in a debugger 0, unless the job sets it).",
        text => Count(text));

    private readonly Option<string?> _name = OwnOptions.Value<string?>("--name", "NAME", "The job's name, by which 'latest' finds it (default: that of its class).", Name);

    private readonly Option<IReadOnlyDictionary<string, string>?> _settings = new("--set")
    {
        HelpName = "KEY=VALUE",
        Description = $"A job setting, such as checkpoint.timeout=5m; can be repeated. The settings are {string.Join(", ", JobSettings.Keys)}; docs/cli.md explains them.",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = ParseSettings,
    };

    private readonly Option<bool> _allowDroppedState = new("--allow-dropped-state") { Description = "Restore even if the checkpoint has state that the job does not declare; that state is lost." };

    private readonly Option<bool> _json = new("--json") { Description = "Print the final result and metrics as one JSON object on the last line of standard output." };

    private readonly Option<GraphFormat?> _explain = new("--explain")
    {
        HelpName = "text|dot",
        Description = "Print the job's graph as text or in Graphviz's DOT language, and do not run it.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = ParseFormat,
    };

    private readonly RootCommand _root;
    private readonly OwnOptions _own;

    /// <exception cref="InvalidJobException">An option of the job has a name that is taken.</exception>
    public JobCommandLine(IStreamJob job)
    {
        _root = new RootCommand(job.GetType().Name)
        {
            _parallelism, _maxParallelism, _checkpointDirectory, _checkpointInterval, _restore, _restarts, _name, _settings, _json, _allowDroppedState, _explain,
        };
        _root.Directives.Clear();
        _own = OwnOptions.AddTo(_root, job);
    }

    /// <summary>Parses a command line; null where it requested help, which is then written.</summary>
    /// <exception cref="InvalidJobException">An option is unknown, or its value is missing or invalid; the message is for the user.</exception>
    public (JobRunOptions Options, IReadOnlyDictionary<string, string> Own)? Read(string[] args, TextWriter output)
    {
        var parsed = OwnOptions.Parse(_root, args);
        if (parsed.Action is HelpAction) return Answer(parsed, output);
        OwnOptions.Refuse(parsed);
        if (parsed.Action is not null) return Answer(parsed, output);
        var options = new JobRunOptions
        {
            Parallelism = parsed.GetValue(_parallelism),
            MaxParallelism = parsed.GetValue(_maxParallelism),
            CheckpointDirectory = parsed.GetValue(_checkpointDirectory),
            CheckpointInterval = parsed.GetValue(_checkpointInterval) ?? new JobRunOptions().CheckpointInterval,
            Restore = parsed.GetValue(_restore),
            Restarts = parsed.GetValue(_restarts),
            Name = parsed.GetValue(_name),
            Settings = parsed.GetValue(_settings) ?? new JobRunOptions().Settings,
            AllowDroppedState = parsed.GetValue(_allowDroppedState),
            Json = parsed.GetValue(_json),
            Explain = parsed.GetValue(_explain),
        };
        return (options, _own.ValuesOf(parsed));
    }

    private static (JobRunOptions, IReadOnlyDictionary<string, string>)? Answer(ParseResult parsed, TextWriter output)
    {
        parsed.Invoke(new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        return null;
    }

    private static GraphFormat? ParseFormat(ArgumentResult result)
    {
        switch (result.Tokens)
        {
            case [] or [{ Value: "text" }]: return GraphFormat.Text;
            case [{ Value: "dot" }]: return GraphFormat.Dot;
            default:
                result.AddError($"--explain {result.Tokens[0].Value}: give text or dot.");
                return null;
        }
    }

    private static Dictionary<string, string>? ParseSettings(ArgumentResult result)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var token in result.Tokens)
        {
            if (token.Value.Split('=', 2) is not [{ Length: > 0 } key, { Length: > 0 } value]) result.AddError($"--set {token.Value}: give KEY=VALUE, such as checkpoint.timeout=5m.");
            else if (!settings.TryAdd(key, value)) result.AddError($"--set {key} is given more than once; give each setting once.");
        }

        try
        {
            JobSettings.Apply(new JobMasterOptions(), settings);
        }
        catch (InvalidJobException e)
        {
            result.AddError($"--set {e.Message}");
        }

        return settings;
    }

    private static int Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= KeyGroup.HighestMaxParallelism
            ? number
            : throw new FormatException($"'{text}' is not a whole number from 1 to {KeyGroup.HighestMaxParallelism}.");

    private static int Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostRestarts
            ? number
            : throw new FormatException($"'{text}' is not a whole number from 0 to {MostRestarts}.");

    private static string NotEmpty(string text) =>
        string.IsNullOrWhiteSpace(text) ? throw new FormatException("The value is empty; give one, or leave the option out.") : text;

    private static string Name(string text) =>
        JobNames.IsName(NotEmpty(text)) ? text : throw new FormatException($"The name must have 1 to {JobNames.Longest} characters, none of them a control character.");
}
