using System.Text.RegularExpressions;

namespace Millrace.Architecture.Tests;

/// <summary>
/// Everything that crosses a wire or is stored in a blob has one codec, and a test that sets every member. A file that turns values into bytes
/// is listed here with that test, or with the reason why it needs none.
/// </summary>
public sealed partial class CodecTests
{
    private const string Json = "tests/Hosting/Codecs/JsonCodecTests.cs";
    private const string Frames = "tests/Runtime/Codecs/FrameCodecTests.cs";
    private const string Blocks = "tests/Runtime/Codecs/BlockCodecTests.cs";
    private const string Records = "tests/Runtime/Serialization/RoundTripTests.cs";

    private static readonly Dictionary<string, string> s_codecs = new(StringComparer.Ordinal)
    {
        ["engine/Millrace.Core/Checkpoints/CommitPermit.cs"] = Json,
        ["engine/Millrace.Core/Checkpoints/StateBlobConverter.cs"] = Json,
        ["engine/Millrace.Core/Checkpoints/SubtaskStateConverter.cs"] = Json,
        ["engine/Millrace.Core/Jobs/RestartPolicyConverter.cs"] = Json,
        ["engine/Millrace.Core/KeyGroups/KeyGroupAssignmentConverter.cs"] = Json,
        ["engine/Millrace.Core/KeyGroups/RunLengthConverter.cs"] = Json,
        ["engine/Millrace.Core/Schemas/SchemaJsonConverter.cs"] = "tests/Core/Schemas/SchemaTextTests.cs",
        ["engine/Millrace.Hosting/Artifacts/ArtifactManifest.cs"] = Json,
        ["engine/Millrace.Hosting/Blobs/SealedJson.cs"] = Json,
        ["engine/Millrace.Hosting/Checkpoints/CheckpointJson.cs"] = Json,
        ["engine/Millrace.Hosting/Checkpoints/JobStore.cs"] = Json,
        ["engine/Millrace.Hosting/Checkpoints/JobStore.Manifests.cs"] = Json,
        ["engine/Millrace.Hosting/Checkpoints/StateBlobs.cs"] = Json,
        ["engine/Millrace.Hosting/Checkpoints/StoredPlan.cs"] = Json,
        ["engine/Millrace.Hosting/Control/ControlCodec.cs"] = Json,
        ["engine/Millrace.Hosting/Control/ControlJson.cs"] = Json,
        ["engine/Millrace.Hosting/Control/SubtaskIdConverter.cs"] = Json,
        ["engine/Millrace.Hosting/Jobs/JobJson.cs"] = Json,
        ["engine/Millrace.Hosting/Jobs/JobRecords.cs"] = Json,
        ["engine/Millrace.Hosting/Leading/LeaderBlob.cs"] = Json,
        ["engine/Millrace.Runtime/Exchange/Remote/Batches/BatchHeader.cs"] = Frames,
        ["engine/Millrace.Runtime/Exchange/Remote/ControlFrames.cs"] = Frames,
        ["engine/Millrace.Runtime/Exchange/Remote/FrameHeader.cs"] = Frames,
        ["engine/Millrace.Runtime/Exchange/Remote/StoredEdge.cs"] = Blocks,
        ["engine/Millrace.Runtime/OperatorState/ElementBlock.cs"] = Blocks,
        ["engine/Millrace.Runtime/Operators/Functions/OperatorTime.cs"] = Blocks,
        ["engine/Millrace.Runtime/Operators/Sinks/PendingEpochs.cs"] = Blocks,
        ["engine/Millrace.Runtime/Operators/Splits/SplitState.cs"] = Blocks,
        ["engine/Millrace.Connectors.Files/EpochFile.cs"] = "tests/Connectors.Files/EpochFileTests.cs",
        ["engine/Millrace.Runtime/Exchange/Remote/Batches/BatchReaderOfT.cs"] = "tests/Runtime/Exchange/Remote/FramingTests.cs",
        ["engine/Millrace.Runtime/Exchange/Remote/Batches/BatchWriterOfT.cs"] = "tests/Runtime/Exchange/Remote/FramingTests.cs",
        ["engine/Millrace.Runtime/Operators/Watermarks/SourceWatermark.cs"] = "tests/Runtime/Operators/Sources/SourceIdlenessTests.cs",
        ["engine/Millrace.Runtime/Serialization/Primitives/PrimitiveWriter.cs"] = Records,
        ["engine/Millrace.Runtime/Timers/EventTimeProgress.cs"] = "tests/Runtime/Timers/EventTimeProgressTests.cs",
        ["engine/Millrace.Runtime/Timers/KeyGroupTimers.cs"] = "tests/Runtime/Timers/TimerQueueTests.cs",

        // For people; nothing here reads it.
        ["cli/Output/CommandOutput.cs"] = "tests/Cli/Codecs/ReportTests.cs",
        ["cli/Reports/ReportJson.cs"] = "tests/Cli/Codecs/ReportTests.cs",
        ["engine/Millrace.Local/JobRun.cs"] = "tests/EndToEnd/Processes/EndResult.cs",
    };

    [Fact]
    public void Every_file_that_makes_bytes_names_its_test()
    {
        var unnamed = from file in Repository.Files(".cs")
                      where IsProduct(file) && MakesBytes().IsMatch(Repository.Read(file)) && !s_codecs.ContainsKey(file)
                      select $"{file} turns values into bytes: give it a test that sets every member, and name both in CodecTests.";
        Rule.Holds(unnamed);
    }

    [Fact]
    public void What_is_named_is_there()
    {
        var files = Repository.Files(".cs").ToHashSet(StringComparer.Ordinal);
        Rule.Holds(s_codecs.Keys.Concat(s_codecs.Values).Where(f => !files.Contains(f)).Distinct());
        Rule.Holds(s_codecs.Keys.Where(f => !MakesBytes().IsMatch(Repository.Read(f))).Select(static f => $"{f} makes no bytes."));
    }

    private static bool IsProduct(string file) => Array.Exists(["engine/", "jobmanager/", "taskmanager/", "cli/"], part => file.StartsWith(part, StringComparison.Ordinal));

    [GeneratedRegex(@"\b(BinaryWriter\(|BinaryPrimitives\.Write|Utf8JsonWriter\b|JsonSerializer\.Serialize|SealedJson\.Seal\(|JsonSerializerContext\b|MemoryMarshal\.(Cast|Write|AsBytes)\b.*(\[|Append|column))")]
    private static partial Regex MakesBytes();
}
