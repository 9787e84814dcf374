using Millrace.Cli;

using var interruption = new Interruption();
return await MillraceCommandLine.RunAsync(args, Terminal.OfProcess, interruption.Token);
