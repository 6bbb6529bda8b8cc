namespace Gateway.Cli;

/// <summary>One point of a device test.</summary>
/// <param name="Registers">What came for it, in hex, register by register; null when nothing came.</param>
internal sealed record DevicePointLine(string Id, string Label, object? Value, string Unit, string Quality, string Address, string? Registers);
