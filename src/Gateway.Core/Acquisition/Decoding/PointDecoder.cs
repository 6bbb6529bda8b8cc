using System.Runtime.InteropServices;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Acquisition.Decoding;

/// <summary>One point's way from an image to a reading, made ready once: flat, and without allocation unless the point is text.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct PointDecoder
{
    private static readonly Quality _noNumber = Quality.Bad(QualityReason.SensorFault);
    private static readonly Quality _outOfRange = Quality.Bad(QualityReason.OutOfRange);
    private static readonly Quality _unconfirmed = Quality.Uncertain(QualityReason.Unconfirmed);
    private static readonly Quality _notAsked = Quality.Bad(QualityReason.Startup);

    private readonly RegisterReader _reader;
    private readonly LinearScale _scale;
    private readonly double _low;
    private readonly double _high;
    private readonly PointExtras? _extras;
    private readonly RegisterRange _text;
    private readonly bool _isUnconfirmed;

    public PointDecoder(DeviceModel device, PointModel point, RegisterImage image)
    {
        var decoding = point.Decoding;
        Number = point.Number;
        _reader = new RegisterReader(device, decoding.Reference, image);
        _scale = new LinearScale(decoding.Scale, decoding.Offset);
        (_low, _high) = decoding.Range ?? (double.NegativeInfinity, double.PositiveInfinity);
        _extras = PointExtras.For(device, decoding, image);
        _text = WireTable.Of(device, decoding.Reference.Range);
        _isUnconfirmed = decoding.IsUnconfirmed;
    }

    /// <summary>The point's number in the site model.</summary>
    public int Number { get; }

    /// <summary>Block of the image that holds the value; -1 when none does.</summary>
    public int Block => _reader.Block;

    /// <summary>The point's reading.</summary>
    /// <param name="judged">What the status words say of this point; the worse of it and the value's own quality wins.</param>
    /// <returns>
    /// A value; or Missing with the block's failure when it was not answered, a sentinel's quality, sensor-fault for NaN, infinity and impossible digits, or
    /// unexplained when its decimals or sign are unknown. A value outside its range is kept, Bad.
    /// </returns>
    public Reading Decode(RegisterImage image, Quality judged)
    {
        if (_reader.Block < 0) return Reading.Missing(Number, 0, _notAsked);
        ref readonly var block = ref image.States[_reader.Block];
        if (!block.IsAnswered) return Reading.Missing(Number, block.TimeMs, block.Failure);

        if (_isUnconfirmed) judged = judged.Or(_unconfirmed);
        if (_extras is { IsText: true }) return DecodeText(image, block.TimeMs, judged);

        ulong bits = _reader.Bits(image.Bytes);
        if (_extras is not null && _extras.IsSentinel(_reader, bits, out var meant)) return Reading.Missing(Number, block.TimeMs, judged.Or(meant));
        if (!_reader.TryNumber(bits, out double significand, out int decimals)) return Reading.Missing(Number, block.TimeMs, judged.Or(_noNumber));
        if (_extras is not null)
        {
            if (!_extras.TryComplete(image, ref significand, ref decimals)) return Reading.Missing(Number, block.TimeMs, judged.Or(PointExtras.Incomplete));
            if (_extras.Word(Number, block.TimeMs, significand, decimals, judged) is { } word) return word;
        }

        if (_extras is { HasMeaningFromRegisters: true }) return Measured(_extras, image, block.TimeMs, significand, decimals, judged);
        double value = _scale.Apply(significand, decimals);
        if (value >= _low && value <= _high && double.IsFinite(value)) return Reading.OfNumber(Number, block.TimeMs, value, judged);
        return double.IsFinite(value)
            ? Reading.OfNumber(Number, block.TimeMs, value, judged.Or(_outOfRange))
            : Reading.Missing(Number, block.TimeMs, judged.Or(_noNumber));
    }

    /// <summary>The reading of a number whose scale or range other registers tell.</summary>
    private Reading Measured(PointExtras extras, RegisterImage image, long timeMs, double significand, int decimals, Quality judged)
    {
        var scale = _scale;
        if (!extras.TryScale(image, ref scale)) return Reading.Missing(Number, timeMs, judged.Or(PointExtras.Incomplete));
        double value = scale.Apply(significand, decimals);
        if (!double.IsFinite(value)) return Reading.Missing(Number, timeMs, judged.Or(_noNumber));
        if (value < _low || value > _high) return Reading.OfNumber(Number, timeMs, value, judged.Or(_outOfRange));
        return Reading.OfNumber(Number, timeMs, value, judged.Or(extras.JudgeRange(image, scale, value)));
    }

    private Reading DecodeText(RegisterImage image, long timeMs, Quality judged)
    {
        image.TryFind(_text, out var place);
        var bytes = image.Bytes.Slice(place.Offset, RegisterImage.ByteLength(_text));
        return _extras!.IsSentinel(bytes, out var meant)
            ? Reading.Missing(Number, timeMs, judged.Or(meant))
            : Reading.OfText(Number, timeMs, _extras.Text(bytes), judged);
    }
}
