namespace Millrace.Connectors.Files;

internal enum LinkResult
{
    Linked,
    TargetExists,
    SourceMissing,
}
