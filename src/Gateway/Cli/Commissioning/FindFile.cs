using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;

namespace Gateway.Cli.Commissioning;

/// <summary>The last search, as it is kept and printed: <c>envgw.find/1</c>. <c>profile new --from last</c> reads the findings.</summary>
/// <param name="Bus">As it was written.</param>
/// <param name="Unit">Unit identifier.</param>
/// <param name="Findings">Confirmed by at least two readings with different values, or accepted and marked so; of earlier searches in the same unit
/// too.</param>
/// <param name="Candidates">What the last reading left, likeliest first.</param>
internal sealed record FindFile(
    string Schema, string Bus, string? Serial, string? Framing, int Unit, string? Quantity, IReadOnlyList<FindFile.Finding> Findings,
    IReadOnlyList<FindFile.Finding> Candidates)
{
    public const string CurrentSchema = "envgw.find/1";

    /// <summary>True when the adapter sends back what is sent; else null.</summary>
    public bool? Echo { get; init; }

    /// <summary>A place and the form in which it is the value.</summary>
    /// <param name="Table">hr or ir.</param>
    /// <param name="Address">Zero-based protocol address of its first register.</param>
    /// <param name="Unit">UCUM code that the quantity is usually given in.</param>
    /// <param name="Unconfirmed">True when a person has accepted it although only one value was seen; else null.</param>
    internal sealed record Finding(
        string Table, int Address, string Plc, string Type, [property: JsonPropertyName("byte_order")] string ByteOrder, double Scale, string
            ? Quantity, string? Unit,
        IReadOnlyList<Taken> Readings, IReadOnlyList<string>? Why = null, bool? Unconfirmed = null);

    /// <summary>One reading.</summary>
    /// <param name="Registers"><c>40E6 B852</c></param>
    /// <param name="Value">The number in this form, with its scale.</param>
    /// <param name="Shown">What the display showed.</param>
    internal sealed record Taken(string Registers, double Value, string? Shown);

    /// <returns>Null when there was no search, or its file is not understood.</returns>
    public static FindFile? TryLoad()
    {
        try
        {
            return UserState.TryRead(UserState.LastFind) is { } text
                && JsonSerializer.Deserialize(text, CommissioningJson.Readable.FindFile) is { Schema: CurrentSchema, Bus: not null, Findings: not null,
                    Candidates: not null } file
                ? file with { Candidates = [.. file.Candidates.Where(candidate => CandidateOf(candidate) is not null)] }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static Finding Of(Candidate candidate, string? quantity, string language) => new(
        RegisterText.Prefixes[(int)candidate.Table], candidate.Address, $"{candidate.Range}", RegisterTypeText.Of(candidate.As.Type),
        candidate.As.OrderText.Length == 0 ? "ABCD" : candidate.As.OrderText, ScaleOf(candidate.Exponent), quantity,
        quantity is null ? null : Quantities.Find(quantity) is { Units: [var usual, ..] } ? usual : null,
        [.. candidate.Samples.Where(sample => sample.Shown is not null).Select(sample => new Taken(sample.Registers, sample.Value, sample.Shown))],
        [.. candidate.Why.Select(reason => reason.Said.In(language)).Where(said => said.Length > 0)]);

    /// <returns>Null when the file was changed by hand into something that is no candidate.</returns>
    public static Candidate? CandidateOf(Finding finding)
    {
        if (finding is not { Scale: > 0, Readings.Count: > 0 }) return null;
        int table = RegisterText.Prefixes.ToList().IndexOf(finding.Table);
        int exponent = (int)Math.Round(Math.Log10(finding.Scale));
        bool isSound = table >= 0 && Math.Abs(exponent) <= ValueSearch.LargestExponent && finding.Address is >= 0 and <= 65535;
        if (!isSound || !RegisterTypeText.TryParse(finding.Type, out var type) || !ByteOrderText.TryParse(finding.ByteOrder, out var order)) return null;
        return new Candidate((RegisterTable)table, finding.Address, new Interpretation(type, order), exponent,
            [.. finding.Readings.Select(reading => new CandidateSample(reading.Registers, reading.Value, reading.Shown))]);
    }

    /// <summary>The decimal power as a file has it: 0.01, not 0.010000000000000002.</summary>
    private static double ScaleOf(int exponent) => (double)(exponent < 0 ? 1m / PowerOfTen(-exponent) : PowerOfTen(exponent));

    private static decimal PowerOfTen(int exponent) => exponent switch { 0 => 1, 1 => 10, 2 => 100, _ => 1000 };
}
