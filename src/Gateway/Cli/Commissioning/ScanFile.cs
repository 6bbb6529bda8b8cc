using System.Text.Json;

namespace Gateway.Cli.Commissioning;

/// <summary>The last scan, as it is kept and printed: <c>envgw.scan/1</c>. <c>device add --scan last</c> reads it.</summary>
/// <param name="Bus">As it was written.</param>
/// <param name="Complete">Whether all was asked that was planned; false after Ctrl-C.</param>
/// <param name="Probes">Requests made, each at one address and setting.</param>
internal sealed record ScanFile(string Schema, string Bus, string? Framing, DateTimeOffset Time, bool Complete, int Probes, IReadOnlyList<ScanFinding> Found)
{
    public const string CurrentSchema = "envgw.scan/1";

    /// <returns>Null when there was no scan, or its file is not understood.</returns>
    public static ScanFile? TryLoad()
    {
        try
        {
            return UserState.TryRead(UserState.LastScan) is { } text
                && JsonSerializer.Deserialize(text, CommissioningJson.Readable.ScanFile) is { Schema: CurrentSchema, Bus: not null, Found: not null } file
                ? file
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
