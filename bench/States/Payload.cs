namespace Millrace.Bench.States;

/// <summary>The state of a key: 100 bytes.</summary>
internal readonly record struct Payload(
    long Count, long B, long C, long D, long E, long F, long G, long H, long I, long J, long K, long L, int M);
