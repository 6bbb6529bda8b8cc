using Gateway.Core.Profiles;
using Gateway.Fieldbus.Scales;
using Gateway.Fieldbus.Transports;

namespace Gateway.Core.Tests.Acquisition.Weighing;

/// <summary>A scale that says the frames of a profile's test as they stand there: on and on, or one after each command it is sent.</summary>
internal sealed class FramePlayer
{
    private readonly ITransport _line;
    private readonly byte[][] _frames;
    private readonly bool _streams;

    public FramePlayer(ITransport line, ScaleModel scale, TestFrames test)
    {
        _line = line;
        _streams = scale.Mode == ScaleModes.Streaming;
        var protocol = ScaleProtocols.Create(scale.Protocol, scale.Options);
        (_frames, Address) = Split(protocol, test.Bytes);
    }

    /// <summary>The address that the frames name; null when they name none.</summary>
    public int? Address { get; }

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            if (_streams) await StreamAsync(stop);
            else await AnswerAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped, as asked.
        }
    }

    private async Task StreamAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        int next = 0;
        do
        {
            await _line.WriteAsync(_frames[next], stop);
            next = Math.Min(next + 1, _frames.Length - 1);
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    private async Task AnswerAsync(CancellationToken stop)
    {
        byte[] command = new byte[ScaleProtocol.LongestPoll];
        for (int next = 0; await _line.ReadAsync(command, stop) > 0; next = (next + 1) % _frames.Length) await _line.WriteAsync(_frames[next], stop);
    }

    private static (byte[][] Frames, int? Address) Split(ScaleProtocol protocol, ReadOnlyMemory<byte> bytes)
    {
        List<byte[]> frames = [];
        int? address = null;
        for (int begin = 0, at = 0; at < bytes.Length;)
        {
            var result = protocol.TryRead(bytes.Span[at..], out var report, out int consumed);
            if (result == FrameResult.NeedMore) break;
            at += consumed;
            if (result is not (FrameResult.Report or FrameResult.Refused)) continue;
            address ??= report.Address;
            frames.Add(bytes[begin..at].ToArray());
            begin = at;
        }
        return ([.. frames], address);
    }
}
