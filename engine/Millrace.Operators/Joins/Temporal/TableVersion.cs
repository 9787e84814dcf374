namespace Millrace;

/// <summary>A key's row from some time on.</summary>
/// <param name="IsDeleted">Whether there is no row from then on.</param>
/// <param name="Version">The row; the default value if there is none.</param>
internal readonly record struct TableVersion<T>(bool IsDeleted, T? Version);

/// <summary>The version that is valid at the watermark.</summary>
/// <param name="From">The time from which it is valid.</param>
/// <param name="Version">The row; the default value if there is none.</param>
/// <param name="IsDeleted">Whether there is no row from then on.</param>
internal readonly record struct ValidVersion<T>(long From, T Version, bool IsDeleted = false);
