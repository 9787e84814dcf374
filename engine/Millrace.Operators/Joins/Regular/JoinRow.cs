namespace Millrace;

/// <summary>A row that waits for partners.</summary>
/// <param name="Row">The row.</param>
/// <param name="IsPadded">Whether its result without a partner is out, so that the first partner takes it back.</param>
internal readonly record struct JoinRow<T>(T Row, bool IsPadded);
