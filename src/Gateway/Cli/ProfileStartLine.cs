using Gateway.Core.Profiles;

namespace Gateway.Cli;

/// <summary>One request of a profile's start sequence.</summary>
/// <param name="Action">read or write.</param>
/// <param name="Registers">Protocol address and PLC number.</param>
/// <param name="Values">What is written, in hexadecimal, register by register; empty for a read and for a command that writes nothing.</param>
/// <param name="Changes">What it changes in the device, in the profile's words; null for a read.</param>
internal sealed record ProfileStartLine(string Action, string Registers, IReadOnlyList<string> Values, string? Changes)
{
    public static ProfileStartLine Of(StartStep step) => new(
        step.IsWrite ? "write" : "read", RegisterText.Of(step.Range), [.. step.Values.Select(value => $"{value:X4}")], step.Changes);
}
