using CsCheck;

namespace Millrace.Tests.Testing.Backends;

/// <summary>Random programs of changes and checkpoints.</summary>
internal static class BackendProgram
{
    internal enum Act
    {
        UpdateText,
        ClearText,
        UpdateNumber,
        ClearNumber,
        Put,
        Remove,
        ClearMap,
        Sweep,
        Barrier,
        Savepoint,
        Slice,
        Finish,
        FinishSilently,
        Abort,
        Restore,
        Rescale,
    }

    private static readonly Gen<Act> Acts = Gen.Frequency(
        (12, Gen.Const(Act.UpdateText)),
        (6, Gen.Const(Act.ClearText)),
        (8, Gen.Const(Act.UpdateNumber)),
        (4, Gen.Const(Act.ClearNumber)),
        (16, Gen.Const(Act.Put)),
        (9, Gen.Const(Act.Remove)),
        (3, Gen.Const(Act.ClearMap)),
        (5, Gen.Const(Act.Sweep)),
        (7, Gen.Const(Act.Barrier)),
        (2, Gen.Const(Act.Savepoint)),
        (16, Gen.Const(Act.Slice)),
        (5, Gen.Const(Act.Finish)),
        (3, Gen.Const(Act.FinishSilently)),
        (3, Gen.Const(Act.Abort)),
        (2, Gen.Const(Act.Restore)),
        (2, Gen.Const(Act.Rescale)));

    public static Gen<Step[]> Steps { get; } = Gen.Select(
        Acts,
        Gen.Frequency((3, Gen.Const(0)), (7, Gen.Int[0, 12])),
        Gen.Int[0, 5],
        Gen.Frequency((1, Gen.Const(0)), (8, Gen.Int[0, 60]), (1, Gen.Int[0, 3000])),
        static (act, key, mapKey, size) => new Step(act, key, mapKey, size)).Array[1, 200];

    public static string KeyOf(int number) => number == 0 ? "" : $"key{number}";

    public static void Apply(BackendRun run, Step step)
    {
        if (step.Act >= Act.Barrier) Checkpoint(run, step);
        else Change(run, step);
    }

    private static void Change(BackendRun run, Step step)
    {
        var (subtask, model) = (run.Of(KeyOf(step.Key)), run.Model(KeyOf(step.Key)));
        var (mapKey, text) = (KeyOf(step.MapKey), new string((char)('a' + (step.Size % 26)), step.Size));
        switch (step.Act)
        {
            case Act.UpdateText:
                subtask.Text.Update(model.Text = text);
                break;
            case Act.ClearText:
                subtask.Text.Clear();
                model.Text = null;
                break;
            case Act.UpdateNumber:
                subtask.Number.Update((step.Size, (byte)step.Size));
                model.Number = (step.Size, (byte)step.Size);
                break;
            case Act.ClearNumber:
                subtask.Number.Clear();
                model.Number = null;
                break;
            case Act.Put:
                subtask.Map.Put(mapKey, model.Map[mapKey] = text);
                break;
            case Act.Remove:
                var mayBeGone = model.Map.TryGetValue(mapKey, out var removed) && KeyModel.IsDead(removed);
                Assert.Equal(model.Map.Remove(mapKey), subtask.Map.Remove(mapKey) || mayBeGone);
                break;
            case Act.ClearMap:
                subtask.Map.Clear();
                model.Map.Clear();
                break;
            case Act.Sweep:
                run.Sweep(step.Size);
                break;
        }
    }

    private static void Checkpoint(BackendRun run, Step step)
    {
        switch (step.Act)
        {
            case Act.Barrier or Act.Savepoint:
                run.Barrier(step.Act == Act.Savepoint);
                break;
            case Act.Slice:
                run.Slice(step.Key, 1 + step.Size);
                break;
            case Act.Finish or Act.FinishSilently:
                run.Finish(step.Act == Act.Finish, 1 + step.Size);
                break;
            case Act.Abort:
                run.Abort();
                break;
            case Act.Restore:
                run.Restore(1 + (step.Size % 5));
                break;
            case Act.Rescale:
                run.Rescale(1 + (step.Size % 5));
                break;
        }
    }

    internal readonly record struct Step(Act Act, int Key, int MapKey, int Size);
}
