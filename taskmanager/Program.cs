using Millrace.Hosting.Processes;
using Millrace.TaskManager.Composition;

return await ProcessProgram.RunAsync(args, TaskManagerOptions.Command(), TaskManagerProcess.RunAsync);
