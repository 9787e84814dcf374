namespace Millrace;

/// <summary>A visitor whose generic method is called with the record type of a side output.</summary>
public interface IOutputTagVisitor<out TResult>
{
    /// <summary>Visits a side output.</summary>
    TResult Visit<T>(OutputTag<T> tag);
}
