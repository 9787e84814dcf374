using System.CommandLine;
using System.Globalization;
using Millrace.Local.Options;

namespace Millrace.Local;

/// <summary>The main program of a job: reads the command line and runs the job on an embedded cluster.</summary>
public static class JobProgram
{
    /// <summary>Runs a job to its end and returns the exit code (see <see cref="ExitCodes"/>).</summary>
    /// <param name="args">The command line.</param>
    /// <param name="createJob">Makes the job; once to plan and once more for every subtask attempt.</param>
    /// <param name="onEnd">Told of the end with the job's option values, to print results; not called after bad input.</param>
    public static int Run(string[] args, Func<IStreamJob> createJob, Action<JobReport, JobArguments>? onEnd = null)
    {
        var job = createJob();
        var parallelism = new Option<int>("--parallelism") { Description = "Subtasks of each operator.", DefaultValueFactory = _ => 2 };
        var max = new Option<int>("--max-parallelism") { Description = "Key groups, 1 to 32768; fixed at the first start.", DefaultValueFactory = _ => 720 };
        var directory = new Option<string?>("--checkpoint-dir") { Description = "Folder for checkpoints; default: a fresh temporary one.", HelpName = "PATH" };
        var interval = new Option<string>("--checkpoint-interval") { Description = "Time between checkpoints: a number and ms, s, m or h.", DefaultValueFactory = _ => "500ms" };
        var restore = new Option<string?>("--restore") { Description = "'latest', or the path of a job's folder of checkpoints.", HelpName = "latest|PATH" };
        var name = new Option<string?>("--name") { Description = "The job's name; default: that of its class.", HelpName = "NAME" };
        var dropped = new Option<bool>("--allow-dropped-state") { Description = "Restore although the job does not declare some state of the checkpoint." };
        var json = new Option<bool>("--json") { Description = "Print the end result as one JSON object on the last line." };
        var explain = new Option<bool>("--explain") { Description = "Print the job's graph, and do not run it." };
        var root = new RootCommand(job.GetType().Name) { parallelism, max, directory, interval, restore, name, dropped, json, explain };
        var own = job.Options.ToDictionary(o => o.Name, o => new Option<string?>("--" + o.Name) { Description = o.Description, HelpName = o.ValueName });
        foreach (var option in own.Values) root.Options.Add(option);
        root.SetAction(parsed =>
        {
            var values = own.Where(o => parsed.GetValue(o.Value) is not null).ToDictionary(o => o.Key, o => parsed.GetValue(o.Value)!);
            var options = new JobRunOptions
            {
                Parallelism = parsed.GetValue(parallelism),
                MaxParallelism = parsed.GetValue(max),
                CheckpointDirectory = parsed.GetValue(directory),
                CheckpointInterval = Durations.Parse(parsed.GetValue(interval)!),
                Restore = parsed.GetValue(restore),
                Name = parsed.GetValue(name),
                AllowDroppedState = parsed.GetValue(dropped),
            };
            return new JobRun(createJob, options, values, parsed.GetValue(json), onEnd).Execute(parsed.GetValue(explain));
        });
        return Invoke(root.Parse(args), job, own);
    }

    private static int Invoke(ParseResult parsed, IStreamJob job, Dictionary<string, Option<string?>> own)
    {
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
            return Refuse(parsed.Errors[0].Message + " See --help.");
        foreach (var option in job.Options)
        {
            if (parsed.GetValue(own[option.Name]) is { } text && !option.TryValidate(text, out var error))
                return Refuse(string.Create(CultureInfo.InvariantCulture, $"--{option.Name}: {error}"));
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (e is InvalidJobException or FormatException)
        {
            return Refuse(e.Message);
        }
    }

    private static int Refuse(string message)
    {
        Console.Error.WriteLine($"error: {message}");
        return ExitCodes.BadInput;
    }
}
