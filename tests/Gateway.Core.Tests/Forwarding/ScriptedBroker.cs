using System.Threading.Channels;
using Gateway.Core.Forwarding;
using Gateway.Mqtt;

namespace Gateway.Core.Tests.Forwarding;

/// <summary>A broker in memory that behaves like one: accepts, refuses, holds back, drops connections and forgets sessions, as a test tells it.</summary>
internal sealed class ScriptedBroker
{
    private readonly List<MqttPublish> _received = [];
    private readonly List<PendingMessage> _held = [];
    private readonly Channel<MqttPublish> _outgoing = Channel.CreateUnbounded<MqttPublish>();
    private readonly List<string> _filters = [];
    private ScriptedSession? _connected;

    public Lock Gate { get; } = new();

    public Func<MqttPublish, BrokerAnswer> Script { get; set; } = _ => BrokerAnswer.Accept;

    /// <summary>Null: connected. Asked with the number of the attempt, counted from 1.</summary>
    public Func<int, MqttConnectResult?> Refusal { get; set; } = _ => null;

    public MqttLimits Limits { get; set; } = new() { ReceiveMaximum = 20, MaximumQualityOfService = 1 };

    /// <summary>Whether a client that comes back finds its session.</summary>
    public bool KeepsSessions { get; set; } = true;

    public int Attempts { get; private set; }

    public int Connects { get; private set; }

    public int Sessions { get; private set; }

    public int DisconnectsInOrder { get; private set; }

    public MqttPublish? LastWill { get; private set; }

    public int MostInFlight { get; private set; }

    /// <summary>Every message the broker got, repeats included, in order.</summary>
    public IReadOnlyList<MqttPublish> Received
    {
        get { lock (Gate) return [.. _received]; }
    }

    public int Held
    {
        get { lock (Gate) return _held.Count; }
    }

    /// <summary>What a platform publishes for the gateway.</summary>
    public ChannelReader<MqttPublish> Outgoing => _outgoing.Reader;

    public void Deliver(MqttPublish message) => _outgoing.Writer.TryWrite(message);

    /// <summary>What was subscribed to last.</summary>
    public IReadOnlyList<string> Filters
    {
        get { lock (Gate) return [.. _filters]; }
    }

    public MqttSubscribeResult Subscribe(IReadOnlyList<MqttSubscription> subscriptions)
    {
        lock (Gate)
        {
            _filters.Clear();
            _filters.AddRange(subscriptions.Select(s => s.TopicFilter));
        }
        return new MqttSubscribeResult(true, [.. subscriptions.Select(_ => MqttReasonCode.GrantedQoS1)]);
    }

    public IMqttSession Session(FeedSessionRequest request)
    {
        lock (Gate) Sessions++;
        return new ScriptedSession(this, request);
    }

    /// <summary>Acknowledges one of the held messages.</summary>
    public void Release(int at, MqttReasonCode reason = MqttReasonCode.Success)
    {
        lock (Gate)
        {
            var held = _held[at];
            _held.RemoveAt(at);
            held.Settle(new MqttPublishResult(MqttPublishOutcome.Answered, reason));
        }
    }

    public void Drop(MqttConnectionEnd? end = null)
    {
        lock (Gate) _connected?.End(end ?? new MqttConnectionEnd(MqttReasonCode.UnspecifiedError, false, "connection reset"));
    }

    public void Disconnected()
    {
        lock (Gate) DisconnectsInOrder++;
    }

    public MqttConnectResult Connect(ScriptedSession session, bool hadSession)
    {
        lock (Gate)
        {
            LastWill = session.Request.Will();
            if (Refusal(++Attempts) is { } refusal) return refusal;
            _connected = session;
            Connects++;
            return new MqttConnectResult(MqttConnectOutcome.Connected, MqttReasonCode.Success, hadSession && KeepsSessions, Limits, null);
        }
    }

    /// <summary>A PUBLISH arrives. Called under the gate.</summary>
    public void Receive(PendingMessage message, int inFlight)
    {
        MostInFlight = Math.Max(MostInFlight, inFlight);
        var answer = Script(message.Publish);
        bool isTaken = answer.Action == BrokerAction.Answer && answer.Reason < MqttReasonCode.UnspecifiedError;
        if (isTaken || answer.Action is BrokerAction.Hold or BrokerAction.DropAfter) _received.Add(message.Publish);
        switch (answer.Action)
        {
            case BrokerAction.Answer:
                message.Settle(new MqttPublishResult(MqttPublishOutcome.Answered, answer.Reason));
                break;
            case BrokerAction.TooLarge:
                message.Settle(new MqttPublishResult(MqttPublishOutcome.TooLarge, default));
                break;
            case BrokerAction.Hold:
                _held.Add(message);
                break;
            default:
                Drop();
                break;
        }
    }

    /// <summary>What the broker held back belongs to a connection that is no more. Called under the gate.</summary>
    public void Forget()
    {
        _held.Clear();
        _connected = null;
    }
}
