#pragma warning disable IDE1006 // They stand for a reader's own variables.
namespace Millrace.Documentation.Tests;

/// <summary>What the documentation's examples assume: the streams of a shop. Nothing here runs; examples that run define their own.</summary>
public static class Given
{
    public static StreamEnvironment env => null!;

    public static DataStream<string> lines => null!;

    public static DataStream<Order> orders => null!;

    public static DataStream<Payment> payments => null!;

    public static DataStream<Price> prices => null!;

    public static DataStream<Rule> rules => null!;
}

public sealed record Order(long Id, string Customer, string Product, decimal Amount, DateTimeOffset Time);

public sealed record Payment(long OrderId, string Customer, decimal Amount, DateTimeOffset Time);

public sealed record Price(string Product, decimal Amount, DateTimeOffset Time);

public sealed record Rule(string Customer, decimal Limit);
