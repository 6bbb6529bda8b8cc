namespace Gateway.Core.Profiles;

/// <summary>One request that a device needs before it measures, as its manual gives it; made after each connect and each silence.</summary>
/// <param name="Action">What kind of request.</param>
/// <param name="Range">What it names; a quantity of 0 is a request for nothing, which some devices take as a command.</param>
/// <param name="Values">What is written; empty for a read.</param>
/// <param name="Pause">How long the device is left alone afterwards.</param>
/// <param name="Changes">What it changes in the device, in the profile's words; null for a read.</param>
public sealed record StartStep(StartAction Action, RegisterRange Range, IReadOnlyList<ushort> Values, TimeSpan Pause, string? Changes)
{
    /// <summary>Only made when the site allows it: nothing is written to a device that nobody asked for.</summary>
    public bool IsWrite => Action != StartAction.Read;
}
