using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Scales;

/// <summary>Listens to the scales of one bus, or asks them; opens the transport when it is needed, and owns and disposes it.</summary>
/// <remarks>
/// One owner at a time. What the field does daily (silence, garbage, a lost line) is an answer and not an exception. A stream is listened to with
/// <see cref="NextAsync"/> again and again without a pause, because what is not read waits in the transport and grows old.
/// </remarks>
public sealed class ScaleClient(ITransport transport, ScaleProtocol protocol, ScaleSettings settings, TimeProvider time) : IAsyncDisposable
{
    /// <summary>A bus that never falls silent is spoken on after so long nevertheless.</summary>
    private static readonly TimeSpan QuietLimit = TimeSpan.FromSeconds(1);

    private readonly byte[] _poll = new byte[ScaleProtocol.LongestPoll];
    private readonly ScaleCount _count = new();
    private readonly TimeSpan _handOnEvery = settings.MaximumRate > 0 ? TimeSpan.FromSeconds(1 / settings.MaximumRate) : TimeSpan.Zero;
    private readonly Deadline _deadline = new(time);
    private readonly RestWatch _rest = new(settings.Stability);
    private ScaleFrames? _frames;
    private ScaleAnswer? _newest;
    private long? _handedOnAt;
    private bool _doubtful;
    private bool _mustStartStream = true;

    public ScaleProtocol Protocol => protocol;

    public ScaleCounters Counters => _count.Snapshot();

    private ScaleFrames Frames => _frames ??= new(protocol, _count);

    /// <summary>Waits for the newest report of a stream, at most as often as <see cref="ScaleSettings.MaximumRate"/> allows; older ones that came
    /// meanwhile are dropped, the last one before a silence never.</summary>
    /// <returns>NoAnswer, Garbage or CheckSumError when no good frame came for <see cref="ScaleSettings.StaleAfter"/>.</returns>
    public async ValueTask<ScaleAnswer> NextAsync(CancellationToken cancel)
    {
        try
        {
            if (!transport.IsOpen) await OpenAsync(settings.StaleAfter, amidStream: true, cancel).ConfigureAwait(false);
            if (_mustStartStream) await StartStreamAsync(cancel).ConfigureAwait(false);
            if (!await HearAsync(cancel).ConfigureAwait(false) && _newest is null) return Lost();
        }
        catch (TransportException lost)
        {
            await transport.CloseAsync().ConfigureAwait(false);
            return Failed(ScaleOutcome.NoConnection, lost.Message) with { Fault = lost.Fault };
        }
        finally
        {
            _deadline.Stop();
        }
        return HandOn();
    }

    /// <summary>Asks a scale what it weighs: every command of <see cref="ScaleProtocol.Commands"/>, the answers taken together.</summary>
    /// <param name="address">Whom to ask; null for the one of the options.</param>
    /// <param name="cancel">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public async ValueTask<ScaleAnswer> PollAsync(int? address, CancellationToken cancel)
    {
        ScaleAnswer? all = null;
        foreach (string command in protocol.Commands)
        {
            var heard = await ExchangeAsync(command, address ?? protocol.Options.Address, isText: false, cancel).ConfigureAwait(false);
            if (heard.Failure is { } failed) return failed;
            if (heard.Result == FrameResult.Refused) return Refused(command, heard.Report);
            if ((all?.Report ?? default).With(heard.Report) is not { } together) return Failed(ScaleOutcome.Mismatch, "the scale's answers are in two units");
            all = new(ScaleOutcome.Ok, together with { Address = heard.Report.Address }, time.GetUtcNow(), null);
        }
        return all ?? throw new InvalidOperationException($"{protocol.Name} has no command that asks for a weight.");
    }

    /// <summary>Sends one command and waits for what the device says to it, such as its serial number.</summary>
    /// <param name="command">In the protocol's own words.</param>
    /// <param name="address">Whom to ask; null for the one of the options.</param>
    /// <param name="cancel">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public async ValueTask<ScaleText> AskAsync(string command, int? address, CancellationToken cancel)
    {
        var heard = await ExchangeAsync(command, address ?? protocol.Options.Address, isText: true, cancel).ConfigureAwait(false);
        if (heard.Failure is { } failed) return new(failed.Outcome, "", failed.Detail);
        return new(heard.Result == FrameResult.Refused ? ScaleOutcome.Refused : ScaleOutcome.Ok, heard.Text, null);
    }

    /// <summary>Closes the transport; the next call opens it again.</summary>
    public ValueTask CloseAsync() => transport.CloseAsync();

    public async ValueTask DisposeAsync()
    {
        _deadline.Dispose();
        await transport.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Reads on until a report may be handed on, or until there has been none for too long.</summary>
    /// <returns>False when the line was lost.</returns>
    private async ValueTask<bool> HearAsync(CancellationToken cancel)
    {
        long startedAt = time.GetTimestamp();
        Frames.ForgetTrouble();
        while (true)
        {
            TakeNewest();
            var left = _newest is null ? settings.StaleAfter - time.GetElapsedTime(startedAt) : UntilHandOn();
            if (left <= TimeSpan.Zero) return true;
            try
            {
                if (!await ReadAsync(_deadline.Start(left, cancel)).ConfigureAwait(false)) return false;
            }
            catch (OperationCanceledException)
            {
                cancel.ThrowIfCancellationRequested();
                return true;
            }
        }
    }

    private TimeSpan UntilHandOn() => _handedOnAt is { } at ? _handOnEvery - time.GetElapsedTime(at) : TimeSpan.Zero;

    private void TakeNewest()
    {
        while (Frames.Next(out var report, out _) is var result && result != FrameResult.NeedMore)
        {
            if (result == FrameResult.Refused && protocol.StreamStart is { } command)
            {
                _newest = Refused(command, report);
            }
            else if (result == FrameResult.Report && IsOfScale(report, protocol.Options.Address))
            {
                // Every frame counts, also those that the rate limit drops: a load that swings between two that are handed on is not at rest.
                bool? isAtRest = _rest.Judge(report, time.GetElapsedTime(0));
                _newest = new(ScaleOutcome.Ok, report, time.GetUtcNow(), null) { IsAtRest = isAtRest };
            }
            else
            {
                _count.Stray();
            }
        }
    }

    private ScaleAnswer HandOn()
    {
        if (_newest is { } newest)
        {
            _newest = null;
            _handedOnAt = time.GetTimestamp();
            return newest;
        }
        // A scale that was switched off and on has forgotten that it was to talk on.
        _mustStartStream = true;
        _rest.Forget();
        return GiveUp();
    }

    private async ValueTask StartStreamAsync(CancellationToken cancel)
    {
        if (protocol.StreamStart is { } command)
        {
            int length = WritePoll(command, protocol.Options.Address);
            await WriteAsync(length, settings.StaleAfter, cancel).ConfigureAwait(false);
        }
        _mustStartStream = false;
    }

    /// <summary>Sends one command and hears its answer, or says why there is none.</summary>
    private async ValueTask<Heard> ExchangeAsync(string command, int? address, bool isText, CancellationToken cancel)
    {
        try
        {
            var timeout = settings.AnswerTime ?? protocol.AnswerTime(command);
            if (!transport.IsOpen) await OpenAsync(timeout, amidStream: false, cancel).ConfigureAwait(false);
            if (_doubtful) await FallSilentAsync(cancel).ConfigureAwait(false);
            Frames.Restart(amidStream: false);
            transport.DiscardInput();
            int length = WritePoll(command, address);
            _doubtful = true;
            // Devices end their stream when they are asked something else.
            _mustStartStream = true;
            _count.Poll();
            var limit = await WriteAsync(length, timeout + (settings.CharacterTime * (length + protocol.MaximumFrame)), cancel).ConfigureAwait(false);
            return await HearAnswerAsync(command, address, isText, limit, cancel).ConfigureAwait(false);
        }
        catch (TransportException lost)
        {
            await transport.CloseAsync().ConfigureAwait(false);
            return new(Failed(ScaleOutcome.NoConnection, lost.Message) with { Fault = lost.Fault });
        }
        finally
        {
            _deadline.Stop();
        }
    }

    private async ValueTask<Heard> HearAnswerAsync(string command, int? address, bool isText, CancellationToken limit, CancellationToken cancel)
    {
        long strays = _count.Snapshot().Strays;
        try
        {
            while (true)
            {
                if (TakeAnswer(command, address, isText) is { } heard)
                {
                    _doubtful = false;
                    return heard;
                }
                // Bytes after a damaged answer may be the rest of it; a whole new one is not to be hoped for.
                if (Frames.DamagedCame) _deadline.Shorten(settings.QuietTime);
                if (!await ReadAsync(limit).ConfigureAwait(false)) return new(Lost());
            }
        }
        catch (OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            return new(GiveUp(_count.Snapshot().Strays > strays));
        }
    }

    private Heard? TakeAnswer(string command, int? address, bool isText)
    {
        while (Frames.Next(out var report, out var frame) is var result && result != FrameResult.NeedMore)
        {
            if (isText) return new(result, report, protocol.TextOf(frame));
            // An echo or an acknowledgement comes before the weight.
            if (result == FrameResult.Answer) continue;
            if (Answers(command, address, result, report)) return new(result, report, "");
            _count.Stray();
        }
        return null;
    }

    /// <summary>An error answer is believed from anybody who does not name another scale; a weight only from the one asked.</summary>
    private bool Answers(string command, int? asked, FrameResult result, in WeightReport report)
    {
        if (result == FrameResult.Refused || !protocol.AnswersNameTheScale) return IsOfScale(report, asked);
        return (asked is null || report.Address == asked) && protocol.IsAnswer(command, report);
    }

    private static bool IsOfScale(in WeightReport report, int? asked) => asked is null || report.Address is null || report.Address == asked;

    private int WritePoll(string command, int? address)
    {
        int length = protocol.WritePoll(command, address, _poll);
        return length > 0 ? length : throw new ArgumentException($"{protocol.Name} has no way to say '{command}' to the scale at address {address}.");
    }

    private async ValueTask<CancellationToken> WriteAsync(int length, TimeSpan timeout, CancellationToken cancel)
    {
        var limit = _deadline.Start(timeout, cancel);
        try
        {
            await transport.WriteAsync(_poll.AsMemory(0, length), limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            throw new TransportException(TransportFault.TimedOut, "the command could not be sent in time");
        }
        return limit;
    }

    private async ValueTask<bool> ReadAsync(CancellationToken limit)
    {
        limit.ThrowIfCancellationRequested();
        int count = await transport.ReadAsync(Frames.MakeRoom(), limit).ConfigureAwait(false);
        Frames.Add(count);
        if (count == 0) await transport.CloseAsync().ConfigureAwait(false);
        return count > 0;
    }

    /// <summary>Reads and drops until nothing has come for the quiet time: what comes late must not be taken for the next scale's answer.</summary>
    private async ValueTask FallSilentAsync(CancellationToken cancel)
    {
        long startedAt = time.GetTimestamp();
        var quiet = settings.QuietTime + settings.CharacterTime;
        try
        {
            while (time.GetElapsedTime(startedAt) < QuietLimit)
            {
                Frames.Restart(amidStream: false);
                bool goesOn = await ReadAsync(_deadline.Start(quiet, cancel)).ConfigureAwait(false);
                if (!goesOn) throw new TransportException(TransportFault.PeerGone, "the line was lost");
            }
        }
        catch (OperationCanceledException)
        {
            // Quiet at last, unless it was the caller who gave up.
            cancel.ThrowIfCancellationRequested();
        }
        _doubtful = false;
    }

    private async ValueTask OpenAsync(TimeSpan timeout, bool amidStream, CancellationToken cancel)
    {
        try
        {
            await transport.OpenAsync(_deadline.Start(timeout, cancel)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await transport.CloseAsync().ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            throw new TransportException(TransportFault.TimedOut, "the connection could not be opened in time");
        }
        _newest = null;
        _rest.Forget();
        _doubtful = false;
        _mustStartStream = true;
        Frames.Restart(amidStream);
    }

    private ScaleAnswer GiveUp(bool strays = false)
    {
        _count.TimeOut();
        if (strays) return Failed(ScaleOutcome.Mismatch, "good frames came, but of another scale or command");
        if (Frames.DamagedCame) return Failed(ScaleOutcome.CheckSumError, "what came has a wrong check sum");
        return Frames.AnythingCame
            ? Failed(ScaleOutcome.Garbage, $"what came is no frame of {protocol.Name}")
            : Failed(ScaleOutcome.NoAnswer, "nothing came in time");
    }

    private ScaleAnswer Refused(string command, in WeightReport report) =>
        new(ScaleOutcome.Refused, report, time.GetUtcNow(), $"the scale refuses {command}: {report.ErrorCode}");

    private ScaleAnswer Lost() => Failed(ScaleOutcome.NoConnection, "the line was lost");

    private ScaleAnswer Failed(ScaleOutcome outcome, string detail) => new(outcome, default, time.GetUtcNow(), detail);

    /// <summary>A frame that answers a command, or why there is none.</summary>
    private readonly record struct Heard(FrameResult Result, WeightReport Report, string Text, ScaleAnswer? Failure = null)
    {
        public Heard(ScaleAnswer failure) : this(default, default, "", failure)
        {
        }
    }
}
