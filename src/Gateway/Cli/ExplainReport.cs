using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary>What a code means, as JSON.</summary>
internal sealed record ExplainReport(string Schema, string Code, string Severity, string Explanation)
{
    public static ExplainReport Of(ProblemKind kind, string language) =>
        new("envgw.explain/1", kind.Code, kind.Severity.ToString().ToLowerInvariant(), ProblemCatalog.Explain(kind, language).TrimEnd());
}
