using Millrace;

namespace WikiEdits;

/// <summary>Passes on the edits, and sends lines that are not edits to a side output.</summary>
public sealed class ReadEdits : ProcessFunction<EditLine, Edit>
{
    /// <summary>Lines that are not edits.</summary>
    public static readonly OutputTag<string> Unreadable = new("unreadable");

    /// <inheritdoc/>
    public override void Process(EditLine value, ProcessContext context, ICollector<Edit> output)
    {
        if (value.Edit is { } edit) output.Collect(edit);
        else context.Output(Unreadable, value.Text);
    }
}
