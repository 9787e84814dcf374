namespace Millrace.FeaturesJob;

/// <summary>A sale, or a return, in a shop.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="Shop">0 to 39; all sales of a shop come from one split, in order.</param>
/// <param name="Time">Milliseconds.</param>
/// <param name="Amount">0 to 12.</param>
public sealed record Sale(int Number, int Shop, long Time, int Amount);
