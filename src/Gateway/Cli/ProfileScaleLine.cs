using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Scales;

namespace Gateway.Cli;

/// <summary>How a profile's scale speaks.</summary>
/// <param name="Mode">streaming, polled or addressed.</param>
/// <param name="Commands">What it is asked; empty for the protocol's usual words, or when it is not asked.</param>
/// <param name="Pattern">Of a described protocol, what its frames look like.</param>
/// <param name="Stability">The rule by which a weight is stable whose frame does not say so; null when there is none.</param>
internal sealed record ProfileScaleLine(string Protocol, string Mode, IReadOnlyList<string> Commands, string? Pattern, string? Stability)
{
    public static ProfileScaleLine Of(ScaleModel scale) => new(
        scale.Protocol, scale.Mode.ToString().ToLowerInvariant(), scale.Options.Commands, scale.Options.Pattern,
        scale.Stability is { } rule ? FormattableString.Invariant($"±{rule.Within} {ScaleUnits.Symbol(rule.Unit)} {Durations.Text(rule.For)}") : null);
}
