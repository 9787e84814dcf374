using Millrace.Local;
using WikiEdits;

return JobProgram.Run(args, () => new WikiEditsJob());
