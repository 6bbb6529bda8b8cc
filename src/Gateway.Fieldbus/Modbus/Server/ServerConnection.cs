using System.Runtime.CompilerServices;
using Gateway.Fieldbus.Modbus.Framing;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Modbus.Server;

/// <summary>Serves one connection or one serial line until its peer goes: reads, answers every request that is there, writes the answers in one piece.</summary>
internal sealed class ServerConnection(ITransport transport, IRequestFraming framing, IModbusServerStore store, TimeProvider time)
{
    /// <summary>A frame that has begun and does not go on for so long is dropped, so that noise cannot swallow the requests after it.</summary>
    private static readonly TimeSpan FrameTimeout = TimeSpan.FromMilliseconds(500);

    private readonly ServerAnswers _answers = new(framing, store);
    private readonly ReceiveBuffer _received = new(8 * framing.MaximumFrame);
    private readonly byte[] _sending = new byte[8 * framing.MaximumFrame];
    private int _unsent;

    public async Task RunAsync(CancellationToken stop)
    {
        using var silence = new Deadline(time);
        while (await ReceiveAsync(silence, stop).ConfigureAwait(false))
        {
            if (!await AnswerAllAsync(stop).ConfigureAwait(false)) return;
            await SendAsync(stop).ConfigureAwait(false);
        }
    }

    /// <returns>False when the peer has gone.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReceiveAsync(Deadline silence, CancellationToken stop)
    {
        // A TCP frame that stalls keeps its connection; only lines that carry noise need to forget.
        bool mayForget = _received.Length > 0 && !framing.ClosesWhenOutOfStep;
        try
        {
            int count = await transport.ReadAsync(_received.MakeRoom(), mayForget ? silence.Start(FrameTimeout, stop) : stop).ConfigureAwait(false);
            _received.Add(count);
            return count > 0;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            _received.Clear();
            return true;
        }
        finally
        {
            if (mayForget) silence.Stop();
        }
    }

    /// <returns>False when the stream is out of step.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> AnswerAllAsync(CancellationToken stop)
    {
        while (true)
        {
            if (_sending.Length - _unsent < framing.MaximumFrame) await SendAsync(stop).ConfigureAwait(false);
            var step = _answers.Next(_received, _sending.AsSpan(_unsent));
            if (step.Kind != ServerStepKind.Answered) return step.Kind == ServerStepKind.NeedMore;

            if (step.Delay > TimeSpan.Zero)
            {
                // What was answered before must not wait for this one.
                int answered = _unsent;
                await SendAsync(stop).ConfigureAwait(false);
                await Task.Delay(step.Delay, time, stop).ConfigureAwait(false);
                _sending.AsSpan(answered, step.Length).CopyTo(_sending);
            }
            _unsent += step.Length;
        }
    }

    private async ValueTask SendAsync(CancellationToken stop)
    {
        if (_unsent == 0) return;
        int length = _unsent;
        _unsent = 0;
        await transport.WriteAsync(_sending.AsMemory(0, length), stop).ConfigureAwait(false);
    }
}
