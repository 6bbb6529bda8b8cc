namespace Gateway.Cli;

/// <summary>A device that the last scan found.</summary>
/// <param name="Bus">As the scan's command line named it.</param>
/// <param name="Serial">Line settings at which it answered; null on the network.</param>
/// <param name="Profile">The profile that fits; null when none or several do.</param>
internal sealed record LastScanDevice(string Bus, string? Serial, int Unit, string? Profile);
