namespace Millrace;

/// <summary>Checks whether two streams can be read by one operator.</summary>
internal static class ConnectRules
{
    /// <exception cref="InvalidJobException">The streams belong to different environments.</exception>
    public static void RefuseOtherEnvironment<T1, T2>(DataStream<T1> one, DataStream<T2> other)
    {
        if (ReferenceEquals(one.Environment, other.Environment)) return;
        throw new InvalidJobException(
            $"The streams of the {Origin(one)} and of the {Origin(other)} belong to two environments; create both from the one that Define receives.");
    }

    /// <exception cref="InvalidJobException">The records of the streams would never meet.</exception>
    public static void RefuseOtherKeys<T1, T2>(DataStream<T1> one, DataStream<T2> other, string callSite)
    {
        if (one.KeyType == other.KeyType) return;
        var (first, second) = (Words(one.KeyType), Words(other.KeyType));
        throw new InvalidJobException(
            $"Connect at {callSite}: the first stream {first} and the second {second}, so their records would not meet. Call KeyBy on both with keys of one type, or Broadcast() on the second.");
    }

    private static string Words(Type? key) => key is null ? "has no key" : $"has keys of type {key.Name}";

    private static string Origin<T>(DataStream<T> stream) => $"{stream.Inputs[^1].Source.Kind} at {stream.Inputs[^1].Source.CallSite}";
}
