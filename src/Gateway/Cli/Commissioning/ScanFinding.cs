using System.Text.Json.Serialization;

namespace Gateway.Cli.Commissioning;

/// <summary>Something that a scan heard at one address.</summary>
/// <param name="Unit">Unit identifier.</param>
/// <param name="Serial">Line settings; null on a network.</param>
/// <param name="Answer">ok, refused, damaged, foreign.</param>
/// <param name="Holding">What function code 03 got: ok, an exception such as 02, or a class such as silence.</param>
/// <param name="Input">The same for function code 04; null when it was not asked.</param>
/// <param name="Ms">From request to answer.</param>
/// <param name="Identification">What the device says of itself (function code 43); null when it says nothing.</param>
/// <param name="LooksLike">Profiles whose identity checks agree, best first.</param>
internal sealed record ScanFinding(
    int Unit, string? Serial, string Answer, string Holding, string? Input, double Ms, string? Identification, IReadOnlyList<ScanFinding.Likeness> LooksLike)
{
    /// <summary>Whether somebody certainly is there.</summary>
    [JsonIgnore]
    public bool IsPresent => Answer is "ok" or "refused";

    /// <summary>A profile that may describe the device.</summary>
    /// <param name="Agreed">Identity checks that agree, of so many.</param>
    internal sealed record Likeness(string Profile, string Label, string LabelZh, int Agreed, int Checks);
}
