namespace Millrace;

/// <summary>A row waiting for partners.</summary>
/// <param name="Row">The row.</param>
/// <param name="IsPadded">Whether its result without a partner has been emitted, so that the first partner retracts it.</param>
internal readonly record struct JoinRow<T>(T Row, bool IsPadded);
