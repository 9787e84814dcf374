using Millrace.Hosting.Processes;
using Millrace.JobManager.Composition;

return await ProcessProgram.RunAsync(args, JobManagerOptions.Command(), JobManagerProcess.RunAsync);
