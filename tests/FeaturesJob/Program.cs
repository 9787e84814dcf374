using Millrace.FeaturesJob;
using Millrace.Local;

return JobProgram.Run(args, () => new ShopsJob());
