using Millrace;

namespace WikiEdits;

/// <summary>Hands on the edits, and the lines that are none to a side output.</summary>
public sealed class ReadEdits : ProcessFunction<EditLine, Edit>
{
    /// <summary>Lines that are no edits.</summary>
    public static readonly OutputTag<string> Unreadable = new("unreadable");

    /// <inheritdoc/>
    public override void Process(EditLine value, ProcessContext context, ICollector<Edit> output)
    {
        if (value.Edit is { } edit) output.Collect(edit);
        else context.Output(Unreadable, value.Text);
    }
}
