namespace Millrace;

/// <summary>A record that waits for partners.</summary>
internal readonly record struct BufferedRecord<T>(long Time, T Value);

/// <summary>A record's place in a <see cref="JoinBuffer{T}"/>.</summary>
/// <param name="Bucket">Which span of time.</param>
/// <param name="Index">Which record of it, from 0, without gaps.</param>
internal readonly record struct BufferPlace(long Bucket, int Index);
