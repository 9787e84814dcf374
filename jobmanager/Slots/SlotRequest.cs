namespace Millrace.JobManager.Slots;

/// <summary>How many slots a job asks for.</summary>
/// <param name="Wanted">How many it would use, 1 or more.</param>
/// <param name="Least">With fewer it does not run, 1 to <paramref name="Wanted"/>.</param>
internal sealed record SlotRequest(int Wanted, int Least);
