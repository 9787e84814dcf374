using System.CommandLine;

namespace Millrace.Cli.Commands;

/// <summary><c>completion</c>: prints a shell script, which asks this program what can follow: <c>millrace "[suggest:POSITION]" LINE</c>.</summary>
internal sealed class CompletionCommand : Command
{
    private const string Bash =
        """
        # Completion for bash: source <(millrace completion bash)
        _millrace() {
          local line="${COMP_LINE#* }" IFS=$'\n'
          local position=$((COMP_POINT - ${#COMP_LINE} + ${#line}))
          COMPREPLY=($(compgen -W "$(millrace "[suggest:$position]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _millrace millrace
        """;

    private const string Zsh =
        """
        # Completion for zsh: source <(millrace completion zsh)
        _millrace() {
          local line="${BUFFER#* }"
          local -a found=("${(@f)$(millrace "[suggest:$((CURSOR - ${#BUFFER} + ${#line}))]" "$line" 2>/dev/null)}")
          [[ -n "$found" ]] && compadd -- "${found[@]}" || _files
        }
        compdef _millrace millrace
        """;

    private const string Fish =
        """
        # Completion for fish: millrace completion fish | source
        function __millrace
          set -l line (commandline -cp | string replace -r '^\S+\s*' '')
          millrace "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c millrace -a '(__millrace)'
        """;

    private readonly Argument<string> _shell = new("SHELL") { HelpName = "bash|zsh|fish", Description = "The shell." };

    public CompletionCommand()
        : base("completion", "Prints a script that makes a shell complete this command's words.")
    {
        Add(_shell);
        _shell.CompletionSources.Add("bash", "zsh", "fish");
        SetAction(parsed => parsed.InvocationConfiguration.Output.WriteLine(Script(parsed.GetRequiredValue(_shell))));
    }

    private static string Script(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => throw CommandException.BadInput($"'{shell}' is not a shell for which there is a script; give bash, zsh or fish."),
    };
}
