using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Profiles;

namespace Gateway.Core.Commissioning;

/// <summary>Whether what was read is what a profile expects of its device.</summary>
internal static class IdentityMatch
{
    /// <param name="run">Holds the check's registers; bits widened to a register each.</param>
    public static bool Agrees(IdentityCheck check, RegisterRun run)
    {
        var reference = check.Reference;
        if (reference.Range.IsBits) return run[0] == check.Expected;
        var reader = new RegisterReader(reference.Type, reference.Order, reference.Mask);
        return reader.TryNumber(reader.Bits(run.Bytes.Span), out double significand, out int decimals)
            && significand / ShortestDecimal.PowerOfTen(decimals) == check.Expected;
    }
}
