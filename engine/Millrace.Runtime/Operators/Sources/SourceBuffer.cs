using System.Runtime.CompilerServices;
using Millrace.Runtime.Receivers;

namespace Millrace.Runtime.Operators.Sources;

/// <summary>
/// The records that a reader has emitted and the chain has not taken. Records are passed on in one loop, so that the reader's code and the
/// chain's do not depend on each other: a call per record would share its profile with every other job's.
/// </summary>
internal sealed class SourceBuffer<T>(Receiver<T> next)
{
    private const int Room = 256;

    private T[] _values = new T[Room];
    private long[] _timestamps = new long[Room];
    private RecordPlace[] _places = new RecordPlace[Room];
    private RecordPlace _row;
    private int _count;
    private int _cursor;
    private int _rowCursor;
    private bool _blocked;

    /// <summary>Whether a reader may emit.</summary>
    public bool HasRoom => !_blocked && _count < Room;

    public bool IsEmpty => _count == 0;

    /// <summary>The place of the record that the chain started last and has not finished; null where there is none.</summary>
    public RecordPlace? AtHand => _rowCursor > 0 ? _row : _cursor > 0 ? _places[_cursor - 1] : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T value, long timestamp, RecordPlace place)
    {
        var at = _count;
        if (at == _values.Length) Grow(at + 1);
        _values[at] = value;
        _timestamps[at] = timestamp;
        _places[at] = place;
        _count = at + 1;
    }

    /// <summary>Passes records on without a copy, as far as there is room, and buffers the rest.</summary>
    public void AddAll(ReadOnlySpan<T> values, ReadOnlySpan<long> timestamps, RecordPlace place)
    {
        _row = place;
        if (!_blocked && (IsEmpty || Resume())) _blocked = !next.PushAll(values, timestamps, ref _rowCursor);
        var pushed = _rowCursor;
        _rowCursor = 0;
        var rest = values.Length - pushed;
        if (rest == 0) return;
        if (_values.Length - _count < rest) Grow(_count + rest);
        values[pushed..].CopyTo(_values.AsSpan(_count));
        timestamps[pushed..].CopyTo(_timestamps.AsSpan(_count));
        _places.AsSpan(_count, rest).Fill(place);
        _count += rest;
    }

    /// <summary>Passes buffered records on; returns true when none is left and there is room.</summary>
    public bool Resume()
    {
        _blocked = !next.Resume();
        if (_blocked || IsEmpty) return !_blocked;
        _blocked = !next.PushAll(_values.AsSpan(0, _count), _timestamps.AsSpan(0, _count), ref _cursor);
        if (_cursor == _count) Clear();
        return !_blocked;
    }

    // Only for records that a reader emits beyond the room it was given.
    private void Grow(int least)
    {
        var length = Math.Max(least, _values.Length * 2);
        Array.Resize(ref _values, length);
        Array.Resize(ref _timestamps, length);
        Array.Resize(ref _places, length);
    }

    private void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) Array.Clear(_values, 0, _count);
        (_count, _cursor) = (0, 0);
    }
}
