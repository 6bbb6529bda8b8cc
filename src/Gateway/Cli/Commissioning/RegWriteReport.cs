namespace Gateway.Cli.Commissioning;

/// <summary>A write that was carried out, as JSON.</summary>
/// <param name="Unit">Null for a broadcast.</param>
/// <param name="Old">What stood there before; null for a broadcast.</param>
/// <param name="ReadBack">What stands there now; null when it cannot be read.</param>
/// <param name="Recorded">Whether it stands in an audit log.</param>
internal sealed record RegWriteReport(string Schema, string Bus, int? Unit, string Table, int Address, string Plc, string? Old, string Written,
    string? ReadBack, bool Recorded);
