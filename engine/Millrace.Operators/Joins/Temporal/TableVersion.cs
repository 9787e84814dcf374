namespace Millrace;

/// <summary>What a key's row is from a time on.</summary>
/// <param name="IsDeleted">Whether there is none from then on.</param>
/// <param name="Version">The row; the default value where there is none.</param>
internal readonly record struct TableVersion<T>(bool IsDeleted, T? Version);

/// <summary>The version that is valid at the watermark.</summary>
/// <param name="From">The time from which on.</param>
/// <param name="Version">The row.</param>
internal readonly record struct ValidVersion<T>(long From, T Version);
