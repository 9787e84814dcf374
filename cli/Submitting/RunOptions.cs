using System.CommandLine;
using Millrace.Cli.Parsing;
using Millrace.Hosting.Protocol;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace Millrace.Cli.Submitting;

/// <summary>How a job is run. With <see cref="PlanningOptions"/> these are all job options that a cluster leaves to the submitter.</summary>
internal sealed class RunOptions
{
    private readonly Option<string?> _name = Values.Option<string?>("--name", "NAME", "The job's name (default: that of its class).", Values.NotEmpty);

    private readonly Option<string?> _restore = Values.Option<string?>(
        "--restore",
        "latest|JOB|PATH",
        "Resumes from a checkpoint. JOB: that job's newest one. 'latest': that of the newest job of this name, or from the beginning if there is none. PATH: that checkpoint or savepoint, as the cluster sees it.",
        text => ClusterPaths.Restored(Values.NotEmpty(text)));

    private readonly Option<bool> _allowDroppedState = new("--allow-dropped-state") { Description = "Restore even if the checkpoint has state that the job does not declare; that state is lost." };

    private readonly Option<TimeSpan?> _checkpointInterval = Values.Option<TimeSpan?>(
        "--checkpoint-interval",
        "TIME",
        "Time from the end of a checkpoint to the start of the next: a number and ms, s, m or h, such as 1.5s; 1ms to 1000h (default: what the job manager is set to, or 500ms).",
        text => Durations.Parse(text));

    private readonly Option<Dictionary<string, string>?> _settings = Values.Settings(
        "--set", "A job setting, such as checkpoint.timeout=5m; docs/cli.md lists them. Can be repeated.");

    private readonly Option<int?> _minSlots = Values.Option(
        "--min-slots", "N", "Fewest slots with which the job may run, at a lower parallelism, while slots are short (default: it waits for all that it needs).", Values.Parallelism);

    private readonly Option<string?> _checkpointDirectory = Values.Refused(
        "--checkpoint-dir", "is not accepted by a cluster: checkpoints go to the cluster's storage, which the job manager's --storage names. Leave it out.");

    private readonly Option<string?> _explain = Values.Refused("--explain", "is a separate command here: millrace explain FILE [dot].");

    public IReadOnlyList<Option> All => [_name, _restore, _allowDroppedState, _checkpointInterval, _settings, _minSlots, _checkpointDirectory, _explain];

    /// <summary>Writes the given options to the request.</summary>
    public void Write(ParseResult parsed, SubmitJobRequest request)
    {
        request.Name = parsed.GetValue(_name) ?? "";
        request.Restore = parsed.GetValue(_restore) ?? "";
        request.AllowDroppedState = parsed.GetValue(_allowDroppedState);
        if (parsed.GetValue(_checkpointInterval) is { } interval) request.CheckpointInterval = Duration.FromTimeSpan(interval);
        if (parsed.GetValue(_settings) is { } settings) request.Settings.Add(settings);
        request.MinSlots = parsed.GetValue(_minSlots) ?? 0;
    }
}
