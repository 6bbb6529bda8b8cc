namespace Gateway.Cli;

/// <summary>A mistake of usage or in a file, as JSON on the error stream: <c>envgw.error/1</c> without a code, which only troubles of the catalog
/// have.</summary>
/// <param name="Severity">error, warning, note, or detail for what was done.</param>
/// <param name="Help">What is right.</param>
/// <param name="Next">Commands that show more.</param>
internal sealed record MistakeReport(string Schema, string Severity, string Message, string? Help, IReadOnlyList<string>? Next);
