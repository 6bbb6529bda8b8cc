using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Commissioning;

/// <summary>Which weighing protocols can have said some bytes.</summary>
internal static class ScaleRecognition
{
    /// <summary>Every protocol that reads all of the bytes as frames of a scale, none left over; each with its usual options.</summary>
    /// <remarks>A described protocol has no usual options: its profile says what its frames are.</remarks>
    public static IReadOnlyList<(ScaleProtocol Protocol, IReadOnlyList<ScaleFrame> Frames)> Of(ReadOnlySpan<byte> bytes)
    {
        List<(ScaleProtocol, IReadOnlyList<ScaleFrame>)> found = [];
        foreach (string name in ScaleProtocols.Names)
        {
            if (name == ScaleProtocols.Described) continue;
            var protocol = ScaleProtocols.Create(name, new ScaleOptions());
            var frames = Whole(protocol, bytes);
            if (frames.Any(frame => frame.Result == FrameResult.Report)) found.Add((protocol, frames));
        }
        return found;
    }

    /// <summary>The part of the bytes that must belong to frames of a protocol heard amid its stream.</summary>
    private const double Most = 0.75;

    /// <summary>Fewer may be chance.</summary>
    private const int FewestReports = 3;

    /// <summary>Protocols that what was heard on a line is mostly made of, the best first; it may begin and end amid a frame.</summary>
    public static IReadOnlyList<string> Heard(ReadOnlySpan<byte> bytes)
    {
        List<(string Name, int Bytes)> found = [];
        foreach (string name in ScaleProtocols.Names)
        {
            if (name == ScaleProtocols.Described) continue;
            var reader = new ScaleFrameReader(ScaleProtocols.Create(name, new ScaleOptions()), amidStream: true);
            var reports = reader.Take(bytes).Where(frame => frame.Result == FrameResult.Report).ToList();
            int known = reports.Sum(frame => frame.Bytes.Length);
            if (reports.Count >= FewestReports && known >= Most * bytes.Length) found.Add((name, known));
        }
        return [.. found.OrderByDescending(one => one.Bytes).Select(one => one.Name)];
    }

    /// <returns>The frames when nothing is left over; else none.</returns>
    private static IReadOnlyList<ScaleFrame> Whole(ScaleProtocol protocol, ReadOnlySpan<byte> bytes)
    {
        var frames = new ScaleFrameReader(protocol, amidStream: false).Take(bytes);
        return frames.Sum(frame => frame.Bytes.Length) == bytes.Length ? frames : [];
    }
}
