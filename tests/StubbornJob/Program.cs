using Millrace.Local;
using Millrace.StubbornJob;

return JobProgram.Run(args, () => new LinesJob());
