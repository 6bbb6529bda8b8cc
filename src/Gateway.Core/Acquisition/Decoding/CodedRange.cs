using Gateway.Core.Readings;

namespace Gateway.Core.Acquisition.Decoding;

/// <summary>The range that a device tells of itself, in registers of the same form as the value.</summary>
internal sealed class CodedRange(RegisterReader low, RegisterReader high)
{
    private static readonly Quality _outOfRange = Quality.Bad(QualityReason.OutOfRange);
    private static readonly Quality _unknown = Quality.Uncertain(QualityReason.Unexplained);

    /// <returns>Good inside; Bad, out-of-range outside; Uncertain, unexplained when the range was not answered or is none.</returns>
    public Quality Judge(RegisterImage image, in LinearScale scale, double value)
    {
        if (!TryEnd(low, image, scale, out double least) || !TryEnd(high, image, scale, out double most) || least >= most) return _unknown;
        return value >= least && value <= most ? Quality.Good : _outOfRange;
    }

    private static bool TryEnd(in RegisterReader reader, RegisterImage image, in LinearScale scale, out double end)
    {
        end = 0;
        if (!reader.IsAnswered(image) || !reader.TryNumber(reader.Bits(image.Bytes), out double number, out int decimals)) return false;
        end = scale.Apply(number, decimals);
        return double.IsFinite(end);
    }
}
