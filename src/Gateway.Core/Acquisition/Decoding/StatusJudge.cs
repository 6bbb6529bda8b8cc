using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Acquisition.Decoding;

/// <summary>What a status word says of the points it judges.</summary>
internal sealed class StatusJudge
{
    private static readonly Quality _unread = Quality.Uncertain(QualityReason.Unexplained);

    private readonly QualityRule[] _rules;
    private readonly Quality _otherwise;
    private readonly RegisterReader _reader;

    public StatusJudge(DeviceModel device, StatusWord word, RegisterImage image)
    {
        _rules = [.. word.Rules];
        _otherwise = word.Otherwise ?? Quality.Good;
        _reader = new RegisterReader(device, word.Reference, image);
    }

    /// <summary>Whether the word judges a point of its device.</summary>
    public static bool Judges(StatusWord word, PointModel point) => word.Points.Count == 0 || word.Points.Contains(point.Name);

    /// <summary>The least trustworthy quality of all rules that match; Uncertain and unexplained while the word cannot be read.</summary>
    /// <remarks>
    /// Not Bad: the value itself arrived, and a device whose firmware lacks the register would never read anything. A word of any type is taken as bits,
    /// after its mask.
    /// </remarks>
    public Quality Judge(RegisterImage image)
    {
        if (!_reader.IsAnswered(image)) return _unread;
        ulong bits = _reader.Masked(_reader.Bits(image.Bytes));
        bool isMatched = false;
        var quality = Quality.Good;
        foreach (var rule in _rules)
        {
            if ((bits & rule.Mask) != rule.Equal) continue;
            isMatched = true;
            quality = quality.Or(rule.Quality);
        }
        return isMatched ? quality : _otherwise;
    }
}
