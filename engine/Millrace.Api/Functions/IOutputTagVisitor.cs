namespace Millrace;

/// <summary>One generic method, called with the type of a side output's records.</summary>
public interface IOutputTagVisitor<out TResult>
{
    /// <summary>A side output.</summary>
    TResult Visit<T>(OutputTag<T> tag);
}
