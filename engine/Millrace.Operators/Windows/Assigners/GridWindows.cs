namespace Millrace;

/// <summary>Windows of the same size at regular intervals.</summary>
internal sealed class GridWindows<T>(string kind, TimeDomain domain, TimeSpan size, TimeSpan slide, TimeSpan offset, bool allowGaps)
    : WindowAssigner<T>
{
    private readonly WindowGrid _grid = new((long)size.TotalMilliseconds, (long)slide.TotalMilliseconds, (long)offset.TotalMilliseconds);

    public override TimeDomain Domain => domain;

    internal override WindowGrid? Grid => _grid;

    internal override bool Reaches(T value, long time) => _grid.Reaches(time);

    public override void Assign(T value, long time, ICollection<TimeWindow> windows)
    {
        if (!_grid.Reaches(time)) return;
        for (var start = _grid.LastStart(time); start > time - _grid.Size; start -= _grid.Slide) windows.Add(new TimeWindow(start, start + _grid.Size));
    }

    public override string? Validate() =>
        WindowLengths.Problem(kind, "size", size)
        ?? (size == slide ? null : WindowLengths.Problem(kind, "slide", slide))
        ?? OffsetProblem()
        ?? (slide > size && !allowGaps
            ? $"{kind} of {size} that start every {slide} skip the records between them; pass allowGaps: true if that is intended"
            : null);

    private string? OffsetProblem()
    {
        if (offset.Ticks % TimeSpan.TicksPerMillisecond != 0) return $"{kind} have the offset {offset}, which is not a whole number of milliseconds";
        return offset.Duration() < slide ? null : $"{kind} have the offset {offset}, which must be shorter than {slide}, in either direction";
    }
}
