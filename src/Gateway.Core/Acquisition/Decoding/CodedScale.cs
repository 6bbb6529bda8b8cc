using System.Collections.Frozen;
using Gateway.Core.Profiles;

namespace Gateway.Core.Acquisition.Decoding;

/// <summary>The scales among which a code in a register chooses, made ready.</summary>
internal sealed class CodedScale
{
    private readonly RegisterReader _reader;
    private readonly FrozenDictionary<long, LinearScale> _byCode;

    /// <param name="decoding">Its own scale and offset come first: they lead to the number that the code speaks of.</param>
    public CodedScale(RegisterReader reader, ScaleChoice choice, PointDecoding decoding)
    {
        _reader = reader;
        _byCode = choice.ByCode.ToFrozenDictionary(coded => coded.Key, coded => Composed(decoding, coded.Value.Scale, coded.Value.Offset));
    }

    /// <returns>False when the code was not answered or is unknown.</returns>
    public bool TryChoose(RegisterImage image, ref LinearScale scale)
    {
        if (!_reader.IsAnswered(image) || !_reader.TryNumber(_reader.Bits(image.Bytes), out double code, out _)) return false;
        if (code != Math.Truncate(code) || !_byCode.TryGetValue((long)code, out var chosen)) return false;
        scale = chosen;
        return true;
    }

    private static LinearScale Composed(PointDecoding own, DecimalFactor scale, double offset) => new(
        new DecimalFactor(own.Scale.Numerator * scale.Numerator, own.Scale.Denominator * scale.Denominator),
        (own.Offset * scale.Numerator / scale.Denominator) + offset);
}
