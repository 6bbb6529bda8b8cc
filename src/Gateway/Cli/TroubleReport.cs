using Gateway.Core.Commissioning;

namespace Gateway.Cli;

/// <summary>What went wrong on a bus, as JSON.</summary>
internal sealed record TroubleReport(
    string Schema, string Code, string Severity, string Message, string? Tried, string? Heard, IReadOnlyList<string> Likely, string Help,
    IReadOnlyList<string> Next)
{
    public static TroubleReport Of(BusTrouble trouble, string language) => new(
        "envgw.error/1", trouble.Kind.Code, trouble.Kind.Severity.ToString().ToLowerInvariant(), trouble.Message(language), trouble.Tried?.In(language),
        trouble.Heard?.In(language), [.. trouble.Likely.Select(cause => cause.In(language))], trouble.Help(language), trouble.Next);
}
