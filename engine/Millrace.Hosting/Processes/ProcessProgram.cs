using Microsoft.Extensions.Configuration;
using Millrace.Core.Control;
using Millrace.Hosting.Configuration;

namespace Millrace.Hosting.Processes;

/// <summary>The main program of a process: reads the settings, runs it, and reports bad input in one line instead of a stack trace.</summary>
public static class ProcessProgram
{
    /// <summary>The process ended normally.</summary>
    public const int Ended = 0;

    /// <summary>The process failed.</summary>
    public const int Failed = 1;

    /// <summary>Bad input: nothing was started.</summary>
    public const int BadInput = 2;

    /// <summary>Runs a process to its end and returns the exit code.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="command">The command line's definition.</param>
    /// <param name="run">Runs the process with its settings.</param>
    public static async Task<int> RunAsync(string[] args, SettingsCommand command, Func<IConfigurationRoot, Task> run)
    {
        try
        {
            if (command.Read(args, Console.Out) is not { } given) return Ended;
            await run(Settings.Gather(given, command.Keys, static warning => Console.Error.WriteLine($"warning: {BoundedText.Escape(warning)}")));
            return Ended;
        }
        catch (InvalidSettingException e)
        {
            return End(BadInput, BoundedText.Escape(e.Message));
        }
        catch (ProcessLeftException e)
        {
            return End(Failed, BoundedText.Escape(e.Message));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // For example, the address is in use.
            return End(BadInput, BoundedText.Escape(e.Message));
        }
        catch (Exception e)
        {
            return End(Failed, BoundedText.Escape(e.ToString(), keepsLines: true));
        }

        static int End(int code, string message)
        {
            Console.Error.WriteLine($"error: {message}");
            return code;
        }
    }
}
