using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Acquisition.Decoding;

/// <summary>Turns an image of one device into readings: of all its points, or of those that are polled together.</summary>
/// <remarks>Made once for an image's layout, then asked after every poll. Not safe to ask concurrently.</remarks>
internal sealed class DeviceDecoder
{
    private readonly RegisterImage _image;
    private readonly PointDecoder[] _points;
    private readonly StatusJudge[] _judges;
    private readonly Quality[] _verdicts;

    /// <summary>For each point the judges that apply to it; null when none does.</summary>
    private readonly int[]?[] _judgesOf;

    public DeviceDecoder(DeviceModel device, IReadOnlyList<PointModel> points, RegisterImage image)
    {
        _image = image;
        _points = [.. points.Select(p => new PointDecoder(device, p, image))];
        _judges = [.. device.StatusWords.Select(w => new StatusJudge(device, w, image))];
        _verdicts = new Quality[_judges.Length];
        _judgesOf = [.. points.Select(p => JudgesOf(device, p))];
    }

    public int Count => _points.Length;

    /// <summary>Adds a reading for every point, in the order given.</summary>
    public void Decode(Scan scan)
    {
        Judge();
        for (int i = 0; i < _points.Length; i++) scan.Add(_points[i].Decode(_image, VerdictOn(i)));
    }

    /// <summary>The readings of all points, for those who need no scan: a profile's test, a page that shows a device once.</summary>
    public IReadOnlyList<Reading> Decode()
    {
        Judge();
        return [.. _points.Select((point, i) => point.Decode(_image, VerdictOn(i)))];
    }

    private void Judge()
    {
        for (int i = 0; i < _judges.Length; i++) _verdicts[i] = _judges[i].Judge(_image);
    }

    private Quality VerdictOn(int point)
    {
        var verdict = Quality.Good;
        if (_judgesOf[point] is not { } judges) return verdict;
        foreach (int judge in judges) verdict = verdict.Or(_verdicts[judge]);
        return verdict;
    }

    private static int[]? JudgesOf(DeviceModel device, PointModel point)
    {
        int[] judges = [.. Enumerable.Range(0, device.StatusWords.Count).Where(i => StatusJudge.Judges(device.StatusWords[i], point))];
        return judges.Length == 0 ? null : judges;
    }
}
