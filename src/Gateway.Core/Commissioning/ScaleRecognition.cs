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

    /// <returns>The frames when nothing is left over; else none.</returns>
    private static IReadOnlyList<ScaleFrame> Whole(ScaleProtocol protocol, ReadOnlySpan<byte> bytes)
    {
        var frames = new ScaleFrameReader(protocol, amidStream: false).Take(bytes);
        return frames.Sum(frame => frame.Bytes.Length) == bytes.Length ? frames : [];
    }
}
