namespace Millrace;

/// <summary>A row with its rank; equal rows share a rank.</summary>
/// <param name="Rank">One more than the number of rows before it in the order.</param>
/// <param name="Row">The row.</param>
public readonly record struct Ranked<T>(int Rank, T Row);
