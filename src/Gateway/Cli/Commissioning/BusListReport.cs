namespace Gateway.Cli.Commissioning;

/// <summary>What buses there are, as JSON.</summary>
internal sealed record BusListReport(string Schema, IReadOnlyList<BusLineReport> Buses);
