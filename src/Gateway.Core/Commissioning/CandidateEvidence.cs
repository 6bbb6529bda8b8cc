using System.Globalization;
using Gateway.Core.Profiles;

namespace Gateway.Core.Commissioning;

/// <summary>What speaks for and against a candidate: closeness, quantity, plainness of the number and of the form, and whether it holds still.</summary>
internal static class CandidateEvidence
{
    /// <summary>A process value does not change by more than this between samples taken at once.</summary>
    private const double Still = 0.05;

    public static IReadOnlyList<Evidence> Of(Candidate candidate, ShownValue shown, string? quantity)
    {
        List<Evidence> evidence = [Closeness(candidate, shown)];
        if (quantity is not null) evidence.Add(Plausibility(candidate, quantity));
        if (Stability(candidate) is { } stability) evidence.Add(stability);
        if (HighWord(candidate) is { } alias) evidence.Add(alias);
        evidence.Add(new Evidence(FormDoubt(candidate.As) + ScaleDoubt(candidate), ""));
        return evidence;
    }

    /// <summary>A float that shares its high register with a neighbour that reads exactly what is shown is that neighbour read one register off.</summary>
    /// <remarks>7.21 as CDAB at 2-3 is 7.1875 to 7.2187 as ABCD at 3-4, whatever follows; 24.6 is 24.5 to 24.62.</remarks>
    public static Evidence? OfNeighbour(Candidate candidate, IReadOnlyList<Candidate> plain, ShownValue shown)
    {
        if (candidate.As.Type != RegisterType.Float32) return null;
        var twin = plain.FirstOrDefault(other =>
            other.Table == candidate.Table && Math.Abs(other.Address - candidate.Address) == 1 && other.HighRegister == candidate.HighRegister
            && IsHighByteFirst(other.As.Order) == IsHighByteFirst(candidate.As.Order) && other.Doubt < candidate.Doubt);
        return twin is null ? null : new Evidence(2,
            ($"equal to {Digits(candidate, shown)} only: shares the high word of the {twin.As.OrderText} at {twin.Address}, low word belongs to the next value",
                $"仅前 {DigitCount(candidate, shown)} 位相同：与地址 {twin.Address} 的 {twin.As.OrderText} 共用高字，低字属于下一个值"));
    }

    private static Evidence Closeness(Candidate candidate, ShownValue shown)
    {
        double value = candidate.Last.Value;
        if (!shown.IsShownFor(value))
            return new Evidence(4 + (100 * shown.Deviation(value)), ($"equal to {Digits(candidate, shown)} only", $"仅前 {DigitCount(candidate, shown)} 位相同"));
        return IsAsShort(value, shown) ? new Evidence(0, ("equal to what you see", "与显示值相等")) : new Evidence(0.5, ("rounds to what you see", "四舍五入后与显示值相等"));
    }

    private static Evidence Plausibility(Candidate candidate, string quantity)
    {
        string name = Quantities.Find(quantity)?.Label.English ?? quantity, chinese = Quantities.Find(quantity)?.Label.Chinese ?? quantity;
        if (PlausibleRanges.Of(quantity) is null) return new Evidence(0, "");
        return candidate.Samples.All(sample => PlausibleRanges.Allows(quantity, sample.Value))
            ? new Evidence(0, ($"plausible for {name}", $"符合{chinese}的范围"))
            : new Evidence(5, ($"not possible for {name}", $"超出{chinese}的可能范围"));
    }

    private static Evidence? Stability(Candidate candidate)
    {
        if (candidate.Samples.Count < 2) return null;
        double low = candidate.Samples.Min(sample => sample.Value), high = candidate.Samples.Max(sample => sample.Value);
        // Samples beside different displays are meant to differ.
        if (candidate.Samples.Where(sample => sample.Shown is not null).Select(sample => sample.Shown).Distinct().Count() > 1) return null;
        return high - low <= Still * Math.Max(Math.Abs(low), Math.Abs(high))
            ? new Evidence(0, "")
            : new Evidence(3, ($"jumps between {NumberText.Of(low)} and {NumberText.Of(high)}", $"在 {NumberText.Of(low)} 与 {NumberText.Of(high)} 之间跳变"));
    }

    private static Evidence? HighWord(Candidate candidate)
    {
        if (candidate.As.Registers == 1 || RegisterTypeText.IsFloat(candidate.As.Type)) return null;
        string[] words = candidate.Last.Registers.Split(' ');
        bool isLowFirst = candidate.As.Order is ByteOrder.CDAB or ByteOrder.DCBA;
        var high = isLowFirst ? words.Skip(1) : words.SkipLast(1);
        if (!high.All(word => word == "0000")) return null;
        int low = isLowFirst ? candidate.Address : candidate.Address + candidate.As.Registers - 1;
        return new Evidence(0.6, ($"the high word is 0, so it may be the 16 bits at {low} alone", $"高字为 0，也可能只是地址 {low} 的 16 位值"));
    }

    private static double FormDoubt(Interpretation way)
    {
        double type = way.Type switch
        {
            RegisterType.UInt16 or RegisterType.Int16 or RegisterType.Float32 => 0,
            RegisterType.UInt32 or RegisterType.Int32 => 0.3,
            RegisterType.Float64 => 0.4,
            RegisterType.HighByte or RegisterType.LowByte => 1.5,
            _ => 1,
        };
        double order = way.Order switch { ByteOrder.ABCD => 0, ByteOrder.CDAB => 0.1, _ => way.Registers == 1 ? 0.8 : 0.5 };
        return type + order;
    }

    /// <summary>Integers count tenths or hundredths; floats are scaled already.</summary>
    private static double ScaleDoubt(Candidate candidate)
    {
        if (candidate.Exponent == 0) return 0;
        if (RegisterTypeText.IsFloat(candidate.As.Type)) return 1.5 + (0.3 * Math.Abs(candidate.Exponent));
        return candidate.Exponent < 0 ? 0.1 * -candidate.Exponent : 0.8 * candidate.Exponent;
    }

    /// <summary>Whether the number has no more decimals than the display shows, as a number has that was made for a display.</summary>
    private static bool IsAsShort(double value, ShownValue shown) => Math.Abs(value - shown.Value) <= 1e-9 * Math.Abs(shown.Value);

    private static bool IsHighByteFirst(ByteOrder order) => order is ByteOrder.ABCD or ByteOrder.CDAB;

    private static int DigitCount(Candidate candidate, ShownValue shown) =>
        (int)Math.Clamp(Math.Floor(-Math.Log10(Math.Max(shown.Deviation(candidate.Last.Value), 1e-9))), 1, 9);

    private static string Digits(Candidate candidate, ShownValue shown)
    {
        int count = DigitCount(candidate, shown);
        return count == 1 ? "1 digit" : string.Create(CultureInfo.InvariantCulture, $"{count} digits");
    }
}
