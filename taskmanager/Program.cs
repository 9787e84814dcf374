using Millrace.Hosting.Processes;
using Millrace.TaskManager.Composition;

ProcessEnd.Exit(await ProcessProgram.RunAsync(args, TaskManagerOptions.Command(), TaskManagerProcess.RunAsync));
