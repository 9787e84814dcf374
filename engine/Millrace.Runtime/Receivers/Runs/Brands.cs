namespace Millrace.Runtime.Receivers.Runs;

/// <summary>
/// A brand is a struct type in the signature of a chain. Chains of one shape otherwise share code and profile: the second one in a
/// process took 55 ns a record instead of 4.
/// </summary>
internal interface IBranded<TResult>
{
    TResult With<TBrand>() where TBrand : struct;
}

/// <summary>Turns a number into a brand; numbers that are equal modulo 256 share one.</summary>
internal static class Brands
{
    public static TResult Pick<TResult>(int number, IBranded<TResult> then) => High(number & 15, (number >> 4) & 15, then);

    private static TResult High<TResult>(int low, int high, IBranded<TResult> then) => (high & 3, high >> 2) switch
    {
        (0, var h) => Middle<B0, TResult>(low, h, then),
        (1, var h) => Middle<B1, TResult>(low, h, then),
        (2, var h) => Middle<B2, TResult>(low, h, then),
        (_, var h) => Middle<B3, TResult>(low, h, then),
    };

    private static TResult Middle<TB, TResult>(int low, int high, IBranded<TResult> then) where TB : struct => high switch
    {
        0 => Low<B<TB, B0>, TResult>(low, then),
        1 => Low<B<TB, B1>, TResult>(low, then),
        2 => Low<B<TB, B2>, TResult>(low, then),
        _ => Low<B<TB, B3>, TResult>(low, then),
    };

    private static TResult Low<TB, TResult>(int low, IBranded<TResult> then) where TB : struct => (low & 3) switch
    {
        0 => Lowest<B<TB, B0>, TResult>(low >> 2, then),
        1 => Lowest<B<TB, B1>, TResult>(low >> 2, then),
        2 => Lowest<B<TB, B2>, TResult>(low >> 2, then),
        _ => Lowest<B<TB, B3>, TResult>(low >> 2, then),
    };

    private static TResult Lowest<TB, TResult>(int low, IBranded<TResult> then) where TB : struct => low switch
    {
        0 => then.With<B<TB, B0>>(),
        1 => then.With<B<TB, B1>>(),
        2 => then.With<B<TB, B2>>(),
        _ => then.With<B<TB, B3>>(),
    };

    private readonly struct B0;

    private readonly struct B1;

    private readonly struct B2;

    private readonly struct B3;

    private readonly struct B<THigh, TLow>;
}
