using Gateway.Core.Acquisition.Weighing;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Profiles;

/// <summary>Reads the frames of a profile's test as acquisition reads a scale's.</summary>
internal static class FrameTest
{
    private static readonly TimeSpan _between = TimeSpan.FromMilliseconds(200);

    /// <summary>What the points read after the last frame; null when there is no whole frame.</summary>
    public static IReadOnlyList<Reading>? Readings(DeviceModel device, IReadOnlyList<PointModel> points, TestFrames frames)
    {
        var protocol = ScaleProtocols.Create(device.Scale!.Protocol, device.Scale.Options);
        var answers = Answers(protocol, device.Scale.Mode == ScaleModes.Streaming, frames.Bytes.Span);
        if (answers.Count == 0) return null;
        var scale = new BusScale(device, TimeSpan.Zero);
        var heard = new RestWatch(device.Scale.Mode == ScaleModes.Streaming ? device.Scale.Stability?.Rule : null);
        WeightSample sample = default;
        foreach (var answer in answers) sample = Judge(answer, TimeSpan.Zero);
        for (var at = _between; at <= frames.Held; at += _between) sample = Judge(answers[^1], at);
        using var scan = new ScaleGroup(scale, TimeSpan.Zero, points).Readings(sample, 0);
        return scan.Readings.ToArray();

        WeightSample Judge(ScaleAnswer answer, TimeSpan at) => scale.Judge(answer with { IsAtRest = heard.Judge(answer.Report, at) }, at);
    }

    /// <summary>A stream's frames replace each other; the answers to several commands make one report.</summary>
    private static List<ScaleAnswer> Answers(ScaleProtocol protocol, bool streams, ReadOnlySpan<byte> bytes)
    {
        List<ScaleAnswer> answers = [];
        bool isOne = !streams && protocol.Commands.Count > 1;
        while (bytes.Length > 0 && protocol.TryRead(bytes, out var report, out int consumed) is var result && result != FrameResult.NeedMore)
        {
            bytes = bytes[consumed..];
            if (result is not (FrameResult.Report or FrameResult.Refused)) continue;
            var outcome = result == FrameResult.Report ? ScaleOutcome.Ok : ScaleOutcome.Refused;
            bool goesOn = isOne && answers is [{ IsOk: true }] && outcome == ScaleOutcome.Ok;
            var whole = goesOn ? answers[0].Report.With(report) ?? report : report;
            if (goesOn) answers.Clear();
            answers.Add(new ScaleAnswer(outcome, whole, DateTimeOffset.UnixEpoch, null));
        }
        return answers;
    }
}
