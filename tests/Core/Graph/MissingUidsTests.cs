using Millrace.Core.Graph;

namespace Millrace.Core.Tests.Graph;

public sealed class MissingUidsTests
{
    [Fact]
    public void Operators_with_state_and_without_a_Uid_are_named()
    {
        Assert.Null(MissingUids.Warning(Graph(Operator("counts", OperatorRole.Stateful, hasUid: true), Operator("map", OperatorRole.Stateless, hasUid: false))));
        var warning = MissingUids.Warning(Graph(Operator("counts", OperatorRole.Stateful, hasUid: false), Operator("lines", OperatorRole.Source, hasUid: true)));
        Assert.StartsWith("counts has state but no Uid", warning, StringComparison.Ordinal);
        var many = Enumerable.Range(0, 7).Select(static i => Operator($"op{i}", OperatorRole.Source, hasUid: false)).ToArray();
        Assert.StartsWith("op0, op1, op2, op3, op4 and 2 more have state but no Uid", MissingUids.Warning(Graph(many)), StringComparison.Ordinal);
    }

    private static JobGraph Graph(params JobOperator[] operators) => new(8, [new JobVertex(0, 1, operators)], []);

    private static JobOperator Operator(string name, OperatorRole role, bool hasUid) => new(new OperatorId(name), "kind", name, role, hasUid, false, []);
}
