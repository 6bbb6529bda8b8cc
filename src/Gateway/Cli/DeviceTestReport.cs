namespace Gateway.Cli;

/// <summary>What a device said when every point of it was read once.</summary>
/// <param name="Requests">Made in all; how many of them brought data is <paramref name="Answered"/>.</param>
/// <param name="SlowestMs">The slowest answer, milliseconds; null when there was none.</param>
/// <param name="Frames">Of a scale: what it was asked and said, as text; null for a Modbus device.</param>
/// <param name="Note">Why it is not the device, or not the firmware, that its profile describes; null when it is, or does not tell.</param>
internal sealed record DeviceTestReport(
    string Schema, string Device, string Bus, int Unit, string Profile, string Version, int Requests, int Answered, double? SlowestMs, IReadOnlyList<DevicePointLine> Points,
    IReadOnlyList<ScaleTurnLine>? Frames = null, string? Note = null);
