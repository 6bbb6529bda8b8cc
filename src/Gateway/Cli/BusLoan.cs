using Gateway.Core.Commissioning;

namespace Gateway.Cli;

/// <summary>What became of asking for a bus.</summary>
/// <param name="Lease">Gives the bus back when disposed; null when there was nobody to ask.</param>
/// <param name="Refusal">Why the bus cannot be had; null when it can.</param>
/// <param name="ExitCode">What the refusal makes the command return; 0 without one.</param>
internal sealed record BusLoan(IBusLease? Lease, BusTrouble? Refusal = null, int ExitCode = Cli.ExitCode.Fine)
{
    /// <summary>Nobody holds the bus: take it.</summary>
    public static BusLoan Free { get; } = new(Lease: null);
}
