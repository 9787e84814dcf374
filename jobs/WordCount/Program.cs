using Millrace.Local;
using WordCount;

return JobProgram.Run(args, () => new WordCountJob(), WordCountReport.Write);
