namespace Gateway.Mqtt.Sessions;

/// <summary>Decides, from what happened when on a connection, whether to ping and whether to give it up. Has no timer of its own.</summary>
/// <remarks>Timestamps are noted by the reader, the writer and the publishers, each its own; zero stands for "not waiting".</remarks>
internal sealed class ConnectionWatch(MqttSessionOptions options, TimeSpan keepAlive, TimeProvider time)
{
    // Said or heard nothing for this part of the keep alive: early enough that the broker never sees the whole of it pass [MQTT-3.1.2-20].
    private const double PingAfter = 0.75;

    private static readonly TimeSpan _longestTick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(2);

    private readonly TimeSpan _pingAfter = (keepAlive > TimeSpan.Zero ? keepAlive : options.KeepAlive) * PingAfter;
    private readonly TimeSpan _inVain = keepAlive > TimeSpan.Zero && keepAlive < options.AcknowledgementTimeout ? keepAlive : options.AcknowledgementTimeout;
    private long _sent = time.GetTimestamp();
    private long _received = time.GetTimestamp();
    private long _pinged;
    private long _owedSince;
    private long _writingSince;
    private long _farewellSince;

    /// <summary>How often to ask for a verdict.</summary>
    public TimeSpan Tick => _pingAfter / 4 < _longestTick ? _pingAfter / 4 : _longestTick;

    /// <summary>The broker owes an acknowledgement for so long that what it should acknowledge, or a ping behind it, seems not to have reached it.</summary>
    /// <remarks>Within a short keep alive a broker that hears nothing closes before our own patience is at its end [MQTT-3.1.2-22].</remarks>
    public bool HasWaitedInVain => HasPassed(ref _owedSince, _inVain);

    public void Received() => Volatile.Write(ref _received, time.GetTimestamp());

    public void PingAnswered() => Volatile.Write(ref _pinged, 0);

    public void WriteBegins() => Volatile.Write(ref _writingSince, time.GetTimestamp());

    public void WriteEnded()
    {
        Volatile.Write(ref _writingSince, 0);
        Volatile.Write(ref _sent, time.GetTimestamp());
    }

    /// <summary>The broker now owes an acknowledgement; no news when it owed one already.</summary>
    public void AnswerOwed() => Interlocked.CompareExchange(ref _owedSince, time.GetTimestamp(), 0);

    /// <summary>The broker has acknowledged something.</summary>
    public void AnswerCame(bool owesMore) => Volatile.Write(ref _owedSince, owesMore ? time.GetTimestamp() : 0);

    public void FarewellBegins() => Interlocked.CompareExchange(ref _farewellSince, time.GetTimestamp(), 0);

    public WatchVerdict Judge()
    {
        if (HasPassed(ref _farewellSince, _farewell)) return WatchVerdict.FarewellIsOver;
        if (Volatile.Read(ref _farewellSince) != 0) return WatchVerdict.Nothing;
        if (HasPassed(ref _writingSince, options.WriteTimeout)) return WatchVerdict.WriteBlocked;
        if (HasPassed(ref _pinged, options.PingResponseTimeout)) return WatchVerdict.NoPingResponse;
        if (HasPassed(ref _owedSince, options.AcknowledgementTimeout)) return WatchVerdict.NoAcknowledgement;

        bool isQuiet = HasPassed(ref _sent, _pingAfter) || HasPassed(ref _received, _pingAfter);
        if (!isQuiet || Volatile.Read(ref _pinged) != 0) return WatchVerdict.Nothing;
        Volatile.Write(ref _pinged, time.GetTimestamp());
        return WatchVerdict.Ping;
    }

    private bool HasPassed(ref long since, TimeSpan span)
    {
        long noted = Volatile.Read(ref since);
        return noted != 0 && time.GetElapsedTime(noted) >= span;
    }
}
