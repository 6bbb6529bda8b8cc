using Gateway.Fieldbus.Modbus.Framing;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Scales;

/// <summary>The scales' side of a bus, for simulation and tests: streams, and answers commands, one or several addresses.</summary>
/// <param name="transport">The line; opened when it is not, and disposed at the end.</param>
/// <param name="protocol">What is spoken.</param>
/// <param name="settings">How.</param>
/// <param name="weigh">What the scale at this address (null: the only one) weighs now; null to say nothing.</param>
/// <param name="time">The clock of the stream.</param>
public sealed class ScaleTalker(
    ITransport transport, ScaleProtocol protocol, ScaleTalkerSettings settings, Func<int?, WeightReport?> weigh, TimeProvider time)
{
    private readonly ScalePolls _polls = new(protocol, settings.Addresses);
    private readonly ReceiveBuffer _received = new(4 * ScaleProtocol.LongestPoll);
    private volatile bool _streaming = protocol.StreamStart is null;

    /// <summary>Talks until stopped or until the line is lost.</summary>
    /// <exception cref="TransportException">The line cannot be opened, or was lost while talking.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        await using (transport)
        {
            using var turn = new SemaphoreSlim(1, 1);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
            try
            {
                if (!transport.IsOpen) await transport.OpenAsync(stop).ConfigureAwait(false);
                var stream = StreamAsync(turn, ending.Token);
                var answers = AnswerAsync(turn, ending.Token);
                await Task.WhenAny(stream, answers).ConfigureAwait(false);
                await ending.CancelAsync().ConfigureAwait(false);
                await Task.WhenAll(stream, answers).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // Stopped, or the line has ended.
            }
        }
    }

    private async Task StreamAsync(SemaphoreSlim turn, CancellationToken stop)
    {
        if (settings.StreamEvery <= TimeSpan.Zero || !protocol.Modes.HasFlag(ScaleModes.Streaming))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stop).ConfigureAwait(false);
            return;
        }
        using var timer = new PeriodicTimer(settings.StreamEvery, time);
        byte[] frame = new byte[ScaleProtocol.LongestFrame];
        do
        {
            if (!_streaming) continue;
            int length = weigh(protocol.Options.Address) is { } report
                ? protocol.WriteFrame(report with { Address = report.Address ?? protocol.Options.Address }, frame)
                : 0;
            await SendAsync(frame.AsMemory(0, length), turn, stop).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
    }

    private async Task AnswerAsync(SemaphoreSlim turn, CancellationToken stop)
    {
        byte[] frame = new byte[ScaleProtocol.LongestFrame];
        while (await transport.ReadAsync(_received.MakeRoom(), stop).ConfigureAwait(false) is var count && count > 0)
        {
            _received.Add(count);
            while (_polls.TryTake(_received, out var poll))
            {
                int length = Answer(poll, frame);
                await SendAsync(frame.AsMemory(0, length), turn, stop).ConfigureAwait(false);
            }
        }
    }

    private int Answer(ScalePoll poll, Span<byte> frame)
    {
        if (poll.Command == protocol.StreamStart || poll.Command == protocol.StreamStop)
        {
            _streaming = poll.Command == protocol.StreamStart;
            return 0;
        }
        if (protocol.IdentificationCommands.Contains(poll.Command))
            return settings.Version is { } version ? protocol.WriteVersion(poll.Command, version, frame) : 0;
        return weigh(poll.Address) is { } report ? protocol.WriteAnswer(poll.Command, report with { Address = poll.Address }, frame) : 0;
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, SemaphoreSlim turn, CancellationToken stop)
    {
        if (bytes.IsEmpty) return;
        await turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            await transport.WriteAsync(bytes, stop).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }
}
