using System.Globalization;
using Gateway.Core.Commissioning;

namespace Gateway.Cli.Commissioning;

/// <summary>Whether a search is settled.</summary>
internal static class FindVerdict
{
    /// <summary>A lead that only the form's plainness gives is not settled; one that a contradicted reading gives is.</summary>
    private const double ClearLead = 0.5;

    /// <returns>The one that read what was shown each time, for at least two values; null when there is none, or another does as well.</returns>
    public static Candidate? Settled(IReadOnlyList<Candidate> found)
    {
        if (found.Count == 0 || !found[0].IsEqual) return null;
        var shown = found[0].Samples.Where(sample => sample.Shown is not null).Select(sample => sample.Shown).Distinct();
        if (shown.Count() < 2) return null;
        return found.Count == 1 || found[1].Doubt - found[0].Doubt >= ClearLead ? found[0] : null;
    }

    /// <summary><c>uint16 AB × 0.01</c></summary>
    public static string Form(Candidate candidate) => candidate.Exponent == 0
        ? candidate.As.Text
        : string.Create(CultureInfo.InvariantCulture,
            $"{candidate.As.Text} × {(candidate.Exponent < 0 ? "0." + new string('0', -candidate.Exponent - 1) + "1" : "1" + new string('0', candidate.Exponent))}");
}
