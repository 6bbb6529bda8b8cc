using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Profiles;

namespace Gateway.Core.Commissioning;

/// <summary>Finds the register that shows what the display shows: every type, byte order and power of ten at every place, the likeliest first and with
/// reasons.</summary>
/// <remarks>It never settles anything by itself: what one reading leaves open, a second one with another value decides.</remarks>
internal static class ValueSearch
{
    public const int LargestExponent = 3;

    /// <summary>Candidates that are kept for the second reading.</summary>
    public const int MostKept = 200;

    /// <summary>A float within this part of what is shown is kept: the other half of a float that is read one register late is this near.</summary>
    private const double NearFloat = 0.01;

    /// <summary>A value that moves may have gone on by so many last digits between the look and the reading.</summary>
    private const double NearSteps = 3;

    /// <summary>All that can be what is shown.</summary>
    /// <param name="runs">What was read; runs that touch must be joined.</param>
    /// <param name="shown">Not 0.</param>
    public static IReadOnlyList<Candidate> Find(IReadOnlyList<RegisterRun> runs, ShownValue shown, string? quantity)
    {
        List<Candidate> found = [];
        foreach (var run in runs)
            foreach (var way in Interpretation.All)
                for (int address = run.Address; address + way.Registers <= run.End; address++)
                    Add(found, run, way, address, shown);
        return Ranked(found, shown, quantity);
    }

    /// <summary>The candidates in order of their doubt, with their reasons.</summary>
    public static IReadOnlyList<Candidate> Ranked(IEnumerable<Candidate> candidates, ShownValue shown, string? quantity)
    {
        List<Candidate> judged = [.. candidates.Select(candidate => Judged(candidate, CandidateEvidence.Of(candidate, shown, quantity)))];
        var plain = judged.Where(candidate => candidate.IsEqual && candidate.As.Type == RegisterType.Float32 && candidate.Doubt < 1).ToList();
        return
        [
            .. judged
                .Select(candidate => CandidateEvidence.OfNeighbour(candidate, plain, shown) is { } trap ? Judged(candidate,
                    [trap, candidate.Why[0] with { Said = "" }, .. candidate.Why.Skip(1)]) : candidate)
                .OrderBy(candidate => candidate.Doubt)
                .ThenBy(candidate => candidate.Table == RegisterTable.HoldingRegister ? 0 : 1)
                .ThenBy(candidate => candidate.Address)
                .Take(MostKept),
        ];
    }

    private static Candidate Judged(Candidate candidate, IReadOnlyList<Evidence> evidence) =>
        candidate with { Why = evidence, Doubt = evidence.Sum(reason => reason.Doubt) };

    private static void Add(List<Candidate> found, RegisterRun run, Interpretation way, int address, ShownValue shown)
    {
        var bytes = run.From(address)[..(2 * way.Registers)];
        // Registers that nobody uses are 0 and prove nothing.
        if (!bytes.ContainsAnyExcept((byte)0) || IsSaidByAnother(way, bytes)) return;
        for (int exponent = -LargestExponent; exponent <= LargestExponent; exponent++)
        {
            if (way.Number(bytes, exponent) is not { } number || !IsNear(way, exponent, number, shown)) continue;
            found.Add(new Candidate(run.Table, address, way, exponent, [new CandidateSample(run.Hex(address, way.Registers), number, $"{shown}")])
            {
                IsEqual = shown.IsShownFor(number),
            });
        }
    }

    private static bool IsNear(Interpretation way, int exponent, double number, ShownValue shown)
    {
        if (shown.IsShownFor(number)) return true;
        if (RegisterTypeText.IsFloat(way.Type)) return exponent == 0 && shown.Deviation(number) <= NearFloat;
        bool isUsual = way.Type is RegisterType.UInt16 or RegisterType.Int16 or RegisterType.UInt32 or RegisterType.Int32 && exponent <= 0;
        return isUsual && Math.Abs(number - shown.Value) <= NearSteps * shown.Step && shown.Deviation(number) <= NearFloat;
    }

    /// <summary>A number without its sign bit reads the same in the signed and the sign-magnitude type; it is listed once, as unsigned.</summary>
    private static bool IsSaidByAnother(Interpretation way, ReadOnlySpan<byte> bytes)
    {
        var unsigned = way.Type switch
        {
            RegisterType.Int16 or RegisterType.SignMagnitude16 => RegisterType.UInt16,
            RegisterType.Int32 or RegisterType.SignMagnitude32 => RegisterType.UInt32,
            RegisterType.Int64 => RegisterType.UInt64,
            _ => way.Type,
        };
        return unsigned != way.Type && new RegisterReader(way.Type, way.Order) is var own && new RegisterReader(unsigned, way.Order) is var plain
            && own.TryNumber(own.Bits(bytes), out double mine, out _) && plain.TryNumber(plain.Bits(bytes), out double other, out _) && mine == other;
    }
}
