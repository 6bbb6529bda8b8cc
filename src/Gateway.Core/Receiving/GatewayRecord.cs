using System.Text.Json;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.Commands;
using Gateway.Mqtt;

namespace Gateway.Core.Receiving;

/// <summary>What a receiver knows of one gateway through one feed, and what it asks it. Does no I/O.</summary>
internal sealed class GatewayRecord(string root, string gateway, ReceiverOptions options)
{
    private static readonly TimeSpan _birthTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _manifestEvery = TimeSpan.FromSeconds(60);

    // Manifests first: they tell what else there has to be.
    private static readonly Lane[] _askOrder = [Lane.Diag, Lane.Event, Lane.Live, Lane.Fill];

    private readonly Dictionary<(Lane Lane, string Epoch), LaneRecord> _lanes = [];
    private readonly Dictionary<LaneRecord, TimeSpan> _quietSince = [];
    private readonly Inquiry _inquiry = new(root, options.Client);
    private readonly HashSet<string> _describedBy = [];
    private readonly HashSet<string> _needed = [];
    private TimeSpan? _knownSince;
    private TimeSpan? _birthAskedAt;
    private TimeSpan? _manifestAskedAt;
    private Birth? _birth;

    public string Root => root;

    public string Gateway => gateway;

    public Birth? Birth => _birth;

    /// <summary>What the gateway said against the last command; null when nothing.</summary>
    public string? Trouble => _inquiry.Trouble;

    /// <summary>By epoch and lane, in the order in which the gateway lists its epochs.</summary>
    public IEnumerable<LaneRecord> Lanes =>
        _lanes.Values.OrderBy(record => _birth is null ? 0 : Math.Max(0, _birth.Epochs.IndexOf(record.Epoch))).ThenBy(record => record.Lane);

    /// <summary>Digests, eight digits each, of descriptors that messages name and that have not come.</summary>
    public IEnumerable<string> Undescribed => _needed.Except(_describedBy).Order(StringComparer.Ordinal);

    /// <param name="profile">What the message names: its end is the descriptor's digest.</param>
    public Arrival Take(SealedMessage message, string? profile, TimeSpan now, bool isExpectedLate, bool isAskedFor)
    {
        if (profile is not null) _needed.Add(profile[^8..]);
        var record = Of(message.Lane, message.Epoch);
        long last = record.Last;
        var arrival = record.Take(message, isExpectedLate, isAskedFor);
        if (arrival is Arrival.New or Arrival.Reordered && message.Seq < last) _quietSince[record] = now;
        return arrival;
    }

    /// <summary>Notes how old a fresh message was. It is right only as far as both clocks are.</summary>
    public void Tally(SealedMessage message, long nowMs) => Of(message.Lane, message.Epoch).Latency.Add(nowMs - message.NewestMs);

    public void TakeBirth(JsonElement birth, bool isFresh)
    {
        var said = Birth.Of(birth);
        // A broker may give an old one after a new one.
        if (_birth is { } known && (said.Boot, said.Connection).CompareTo((known.Boot, known.Connection)) < 0) return;
        _birth = said;
        TakePositions(birth.GetProperty("lanes"), isFresh);
        foreach (var record in _lanes.Values) Apply(said, record);
    }

    public void TakeHeartbeat(JsonElement heartbeat, bool isFresh) => TakePositions(heartbeat.GetProperty("lanes"), isFresh);

    public void TakeManifest(JsonElement manifest)
    {
        if (ManifestStatement.Of(manifest) is { } statement) Of(statement.Lane, statement.Epoch).Take(statement);
    }

    /// <param name="digest">The first eight digits.</param>
    public void TakeDescriptor(string digest) => _describedBy.Add(digest);

    public void TakeAnswer(JsonElement answer, TimeSpan now) => _inquiry.Take(answer, now);

    /// <summary>From now on it is enough when everything there is now gets proven. Lanes of which nothing was heard yet are frozen as soon as something
    /// is.</summary>
    public void Freeze()
    {
        foreach (var record in _lanes.Values) record.Freeze();
    }

    /// <summary>The command that should go out now, if any.</summary>
    /// <param name="isSettling">Listening is over: what is known now has to be proven.</param>
    public MqttPublish? Due(TimeSpan now, long nowMs, bool isSettling)
    {
        _knownSince ??= now;
        if (options.Backfill == BackfillScope.None) return null;
        if (isSettling) Freeze();
        return BirthDue(now, nowMs, isSettling) ?? BackfillDue(now, nowMs) ?? (isSettling ? ManifestDue(now, nowMs) : null);
    }

    /// <summary>Not every broker gives a birth to who comes late (some keep retained messages from wildcards), and it tells what the lanes are.</summary>
    private MqttPublish? BirthDue(TimeSpan now, long nowMs, bool isSettling)
    {
        if (_birth is not null && !Undescribed.Any()) return null;
        var due = _birthAskedAt + _birthTime + _manifestEvery ?? (isSettling ? now : _knownSince + _birthTime);
        if (now < due || !_inquiry.MayAsk(CommandVerbs.Describe, now)) return null;
        _birthAskedAt = now;
        return _inquiry.Ask(CommandVerbs.Describe, now, nowMs, TimeSpan.Zero, static _ => { }, static _ => { });
    }

    private MqttPublish? BackfillDue(TimeSpan now, long nowMs)
    {
        foreach (var record in _askOrder.SelectMany(lane => _lanes.Values.Where(record => record.Lane == lane)))
        {
            var holes = record.Holes().Where(hole => !record.Refused.Contains(hole.From)).ToList();
            // What came altered may come whole when it is sent again.
            if (holes.Count == 0) holes = [.. record.Doubtful()];
            if (holes.Count == 0) _quietSince.Remove(record);
            else if (!_quietSince.TryAdd(record, now) && now - _quietSince[record] >= options.AskAfter && _inquiry.MayAsk(CommandVerbs.Backfill, now))
            {
                var request = BackfillOrder.For(record, holes);
                _quietSince[record] = now;
                record.NoteAsked(request.Ranges);
                return _inquiry.Ask(CommandVerbs.Backfill, now, nowMs, request.LongestWork, request.Write, result => BackfillOrder.Take(result, record));
            }
        }
        return null;
    }

    private MqttPublish? ManifestDue(TimeSpan now, long nowMs)
    {
        bool isWanted = _manifestAskedAt is not { } asked || (now - asked >= _manifestEvery && _lanes.Values.Any(record => record.Judge().NeedsManifest));
        if (!isWanted || !_inquiry.MayAsk(CommandVerbs.Manifest, now)) return null;
        _manifestAskedAt = now;
        return _inquiry.Ask(CommandVerbs.Manifest, now, nowMs, TimeSpan.Zero, static _ => { }, TakeManifests);
    }

    /// <summary>A feed that cannot take its diag lane is still answered.</summary>
    private void TakeManifests(JsonElement result)
    {
        if (!result.TryGetProperty("manifests", out var manifests)) return;
        foreach (var manifest in manifests.EnumerateArray()) TakeManifest(manifest);
    }

    private void TakePositions(JsonElement lanes, bool isFresh)
    {
        foreach (var position in lanes.EnumerateObject())
        {
            // A lane that the feed does not take has no messages for us.
            if (!LaneText.TryParse(position.Name, out var lane) || _birth?.Takes(lane) != true) continue;
            Of(lane, position.Value.GetProperty("epoch").GetString()!)
                .TakePosition(position.Value.GetProperty("oldest").GetInt64(), position.Value.GetProperty("next").GetInt64(), isFresh);
        }
    }

    private LaneRecord Of(Lane lane, string epoch)
    {
        if (_lanes.TryGetValue((lane, epoch), out var known)) return known;
        var record = _lanes[(lane, epoch)] = new LaneRecord(lane, epoch, options.Backfill);
        if (_birth is { } birth) Apply(birth, record);
        return record;
    }

    private static void Apply(Birth birth, LaneRecord record)
    {
        record.IsThinned = birth.IsThinned && record.Lane is Lane.Live or Lane.Fill;
        record.FollowsAnother = birth.Epochs.IndexOf(record.Epoch) > 0;
    }
}
