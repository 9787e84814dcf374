namespace Millrace;

/// <summary>A row with its rank, which it shares with the rows that are equal to it.</summary>
/// <param name="Rank">One more than the number of rows that are before it in the order.</param>
/// <param name="Row">The row.</param>
public readonly record struct Ranked<T>(int Rank, T Row);
