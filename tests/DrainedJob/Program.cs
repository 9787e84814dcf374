using Millrace.DrainedJob;
using Millrace.Local;

return JobProgram.Run(args, () => new WindowsJob());
