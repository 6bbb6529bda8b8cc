namespace Gateway.Cli;

/// <summary>The devices of the site file.</summary>
internal sealed record DeviceListReport(string Schema, string Gateway, IReadOnlyList<DeviceLine> Devices);
