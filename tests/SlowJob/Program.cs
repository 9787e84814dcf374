using Millrace.Local;
using Millrace.SlowJob;

return JobProgram.Run(args, () => new SlowCountsJob());
