using System.Text.Json;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Receiving.Schemas;
using Gateway.Mqtt;

namespace Gateway.Core.Receiving;

/// <summary>A platform's side of <c>envgw-json</c>: takes messages, keeps what is needed to prove that nothing is missing, and says what to ask. Does no
/// I/O.</summary>
/// <remarks>One loop uses it, nobody beside. Times are of a monotonic clock; <c>nowMs</c> is UTC.</remarks>
internal sealed class Receiver(ReceiverOptions options)
{
    private const int FaultsKept = 20;

    private static readonly TimeSpan _receiptEvery = TimeSpan.FromSeconds(10);

    private readonly SchemaCheck _schemas = new(JsonSchemas.All);
    private readonly SortedDictionary<(string Root, string Gateway), GatewayRecord> _gateways = [];
    private readonly List<string> _faults = [];
    private readonly Dictionary<LaneRecord, (long Through, string? Hash)> _receipts = [];
    private TimeSpan _receiptsAt = TimeSpan.MinValue;
    private long _faulty;
    private bool _isSettling;

    /// <summary>Messages of all kinds that came.</summary>
    public long Messages { get; private set; }

    /// <summary>Messages that were not as their schema wants them.</summary>
    public long Faulty => _faulty;

    /// <summary>Messages whose sum told that they were damaged on the way. They are as good as lost: what is missing then is asked for.</summary>
    public long Damaged { get; private set; }

    /// <summary>What was wrong with the first of the faulty ones.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public IEnumerable<GatewayRecord> Gateways => _gateways.Values;

    /// <summary>Takes a message from the broker.</summary>
    /// <returns>What a store should keep; null when there is nothing new in it.</returns>
    public ReceivedMessage? Take(MqttPublish publish, TimeSpan now, long nowMs)
    {
        if (ReceivedTopic.Parse(publish.Topic) is not { } topic) return null;
        Messages++;
        if (!PayloadSum.IsRight(publish))
        {
            Damaged++;
            return null;
        }
        if (topic.Kind == TopicKind.DescriptorPiece) return null;
        if (!PayloadReader.TryRead(publish.Payload, out byte[] json, out var message, out string fault)) return Refuse(publish.Topic, fault);
        if (_schemas.FaultOf(message) is { } wrong) return Refuse(publish.Topic, wrong);
        if (topic.Kind == TopicKind.Sealed) return TakeSealed(publish, topic, json, message, now, nowMs);
        TakeAnnouncement(topic, json, message, isFresh: !publish.Retain, now);
        return null;
    }

    /// <summary>Takes what an earlier run has stored.</summary>
    /// <returns>False when it is not what its schema wants.</returns>
    public bool TakeStored(string root, byte[] json, TimeSpan now)
    {
        if (!PayloadReader.TryRead(json, out _, out var message, out _) || _schemas.FaultOf(message) is not null || _schemas.FaultOfEnvelope(message) is not null) return false;
        var record = Of(root, message);
        record.Take(SealedMessage.Of(message, json), Profile(message), now, isExpectedLate: true, isAskedFor: false);
        TakeDiagnostics(record, message, isFresh: false);
        return true;
    }

    /// <summary>Listening is over: what is known now has to be proven, and manifests are asked for.</summary>
    public void Settle()
    {
        _isSettling = true;
        foreach (var gateway in _gateways.Values) gateway.Freeze();
    }

    /// <summary>Commands that should go out now.</summary>
    public IReadOnlyList<MqttPublish> CommandsDue(TimeSpan now, long nowMs) =>
        [.. _gateways.Values.Select(gateway => gateway.Due(now, nowMs, _isSettling)).OfType<MqttPublish>()];

    /// <summary>Receipts that should go out now, every ten seconds at most. Only for what is stored where a power cut leaves it.</summary>
    /// <param name="isLast">Nothing follows, so it is now whatever the time.</param>
    public IReadOnlyList<MqttPublish> ReceiptsDue(TimeSpan now, bool isLast)
    {
        if (!options.SendsReceipts || (now < _receiptsAt && !isLast)) return [];
        _receiptsAt = now + _receiptEvery;
        var due = new List<MqttPublish>();
        foreach (var gateway in _gateways.Values.Where(gateway => gateway.Birth is not null))
        {
            foreach (var lane in gateway.Lanes.Where(lane => lane.Epoch == gateway.Birth!.Epochs[^1]))
            {
                if (lane.Confirmed() is not { } confirmed || confirmed == _receipts.GetValueOrDefault(lane)) continue;
                _receipts[lane] = confirmed;
                due.Add(Receipt(gateway.Root, lane, confirmed.Through, confirmed.Hash));
            }
        }
        return due;
    }

    private static MqttPublish Receipt(string root, LaneRecord lane, long through, string? hash) => PayloadSum.Add(new MqttPublish
    {
        Topic = $"{root}/ack/{LaneText.Of(lane.Lane)}",
        Payload = System.Text.Encoding.UTF8.GetBytes(
            $$"""{"version":"{{EnvgwJsonFormat.Version}}","kind":"receipt","epoch":"{{lane.Epoch}}","through":{{through}}{{(hash is null ? "" : $",\"hash\":\"{hash}\"")}}}"""),
        IsUtf8 = true,
        Retain = true,
        ContentType = EnvgwJsonFormat.ContentType("receipt"),
    });

    private ReceivedMessage? TakeSealed(MqttPublish publish, ReceivedTopic topic, byte[] json, JsonElement message, TimeSpan now, long nowMs)
    {
        if (_schemas.FaultOfEnvelope(message) is { } fault) return Refuse(publish.Topic, fault);
        var record = Of(topic.Root, message);
        var arrived = SealedMessage.Of(message, json);
        // Backlog comes on its own topic, and what was asked for carries the id of the command.
        bool isAskedFor = publish.UserProperties.Any(property => property.Key == "rp");
        bool isLate = topic.Rest == LaneText.Of(Lane.Fill);
        var arrival = record.Take(arrived, Profile(message), now, isLate, isAskedFor);
        TakeDiagnostics(record, message, isFresh: true);
        if (arrival is Arrival.Repeat) return null;
        if (!isLate && !isAskedFor && arrival is Arrival.New) record.Tally(arrived, nowMs);
        return new ReceivedMessage(topic.Root, arrived, json);
    }

    private void TakeAnnouncement(ReceivedTopic topic, byte[] json, JsonElement message, bool isFresh, TimeSpan now)
    {
        switch (topic.Kind)
        {
            case TopicKind.Birth when Kind(message) == "birth":
                Of(topic.Root, message).TakeBirth(message, isFresh);
                break;
            case TopicKind.Descriptor when Kind(message) is "descriptor" or "descriptor-index":
                TakeDescriptor(topic, json, message);
                break;
            case TopicKind.Answer when Kind(message) == "answer":
                Of(topic.Root, message).TakeAnswer(message, now);
                break;
            case TopicKind.Status when Kind(message) == "status":
                _ = Of(topic.Root, message);
                break;
            default:
                Refuse($"{topic.Root} ({topic.Kind})", $"{Kind(message)} does not belong here");
                break;
        }
    }

    /// <summary>A descriptor is named by its digest, so whoever is not what its name says is refused.</summary>
    private void TakeDescriptor(ReceivedTopic topic, byte[] json, JsonElement message)
    {
        string digest = Kind(message) == "descriptor"
            ? Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(json))
            : message.GetProperty("sha256").GetString()!;
        if (!digest.StartsWith(topic.Rest, StringComparison.Ordinal)) Refuse($"{topic.Root}/desc/{topic.Rest}", $"its digest is {digest}");
        foreach (var gateway in _gateways.Values.Where(gateway => gateway.Root == topic.Root)) gateway.TakeDescriptor(topic.Rest);
    }

    private static void TakeDiagnostics(GatewayRecord record, JsonElement message, bool isFresh)
    {
        if (Kind(message) == "heartbeat") record.TakeHeartbeat(message.GetProperty("heartbeat"), isFresh);
        if (Kind(message) == "manifest") record.TakeManifest(message.GetProperty("manifest"));
    }

    private GatewayRecord Of(string root, JsonElement message)
    {
        string gateway = message.GetProperty("gateway").GetString()!;
        if (_gateways.TryGetValue((root, gateway), out var known)) return known;
        return _gateways[(root, gateway)] = new GatewayRecord(root, gateway, options);
    }

    private ReceivedMessage? Refuse(string topic, string fault)
    {
        _faulty++;
        if (_faults.Count < FaultsKept) _faults.Add($"{topic}: {fault}");
        return null;
    }

    private static string Kind(JsonElement message) => message.GetProperty("kind").GetString()!;

    private static string? Profile(JsonElement message) => message.TryGetProperty("profile", out var profile) ? profile.GetString() : null;
}
