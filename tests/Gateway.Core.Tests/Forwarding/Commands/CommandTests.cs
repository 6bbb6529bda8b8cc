using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Alarms;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.Commands;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Mqtt;

namespace Gateway.Core.Tests.Forwarding.Commands;

public class CommandTests
{
    private const string ReplyTopic = "platform/answers";

    [Fact]
    public async Task A_command_over_mqtt_5_is_answered_on_its_response_topic_with_its_correlation_data_and_recorded_before_and_after()
    {
        await using var bench = Bench("acknowledge");
        Send(bench, "acknowledge", "a1", ("alarm", "outlet/point0/high"), ("occurrence", "01JD7XQ8Z4M2"), ("note", "seen"));
        var answer = await AnswerAsync(bench, "a1");

        Assert.Equal("done", State(answer));
        var message = bench.Broker.Received.Single(m => m.Topic == ReplyTopic);
        Assert.Equal("corr-a1", Encoding.UTF8.GetString(message.CorrelationData.Span));
        var by = Assert.Single(bench.Acknowledged);
        Assert.Equal(("outlet/point0/high", "01JD7XQ8Z4M2", "control-room@supervision", "seen"), (by.AlarmId, by.Occurrence, by.Actor, by.Note));
        Assert.Equal(["accepted", "done"], Records(bench, "a1").Select(State));
        Assert.All(Records(bench, "a1"), record => Assert.Equal("control-room@supervision", record.GetProperty("actor").GetString()));
    }

    [Fact]
    public async Task Every_command_and_what_came_of_it_stands_in_the_audit_log_with_who_asked()
    {
        await using var bench = Bench("acknowledge", "backfill");
        Send(bench, "acknowledge", "a1", ("alarm", "outlet/point0/high"), ("occurrence", "01JD7XQ8Z4M2"));
        await AnswerAsync(bench, "a1");
        Assert.Equal([(AuditKind.Command, "accepted"), (AuditKind.CommandOutcome, "done")], Rows(bench, "a1"));
        Send(bench, "shelve", "s1");
        await AnswerAsync(bench, "s1");
        Assert.Equal([(AuditKind.Command, "refused")], Rows(bench, "s1"));
        Send(bench, "backfill", "b1", ("of", "live"), ("epoch", bench.Buffer.Snapshot.Epoch), ("ranges", new JsonArray(new JsonArray(1, 1))));
        await AnswerAsync(bench, "b1");
        Assert.Equal([(AuditKind.Command, "accepted"), (AuditKind.CommandOutcome, "done")], Rows(bench, "b1"));
        Assert.All(bench.Audit.Rows, row => Assert.Equal("control-room@supervision", row.Actor));
        Assert.Contains(bench.Audit.Rows, row => Encoding.UTF8.GetString(row.Body.Span).Contains("\"occurrence\":\"01JD7XQ8Z4M2\"", StringComparison.Ordinal));

        bench.Broker.Deliver(Message(bench, "acknowledge", "x") with { Payload = "{]"u8.ToArray() });
        await bench.PassUntil(() => bench.Audit.Rows[^1].Actor == "@supervision");
        Assert.Contains("\"state\":\"invalid\"", Encoding.UTF8.GetString(bench.Audit.Rows[^1].Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_to_be_read_now_is_read_before_the_answer_and_what_was_not_is_named()
    {
        await using var bench = Bench("read");
        Send(bench, "read", "r1", ("points", new JsonArray("outlet/ph", "outlet/slow")));
        Assert.False((await AnswerAsync(bench, "r1")).GetProperty("result").TryGetProperty("not_read", out _));
        Assert.Empty(bench.ReadNow);

        Send(bench, "read", "r2", ("points", new JsonArray("outlet/ph", "outlet/slow")), ("now", true));
        Assert.Equal("""["outlet/slow"]""", (await AnswerAsync(bench, "r2")).GetProperty("result").GetProperty("not_read").GetRawText());
        Assert.Equal(["outlet/ph", "outlet/slow"], bench.ReadNow);
    }

    [Fact]
    public async Task A_command_that_was_damaged_on_the_way_is_not_done()
    {
        await using var bench = Bench("acknowledge");
        var message = PayloadSum.Add(Message(bench, "acknowledge", "a1", ("alarm", "outlet/point0/high"), ("occurrence", "01JD7XQ8Z4M2")));
        byte[] altered = Encoding.UTF8.GetBytes(Text(message).Replace("point0", "point1", StringComparison.Ordinal));
        bench.Broker.Deliver(message with { Payload = altered });
        await bench.PassUntil(() => bench.Broker.Received.Any(m => m.Topic == ReplyTopic), TimeSpan.FromMilliseconds(20));
        Assert.Equal("invalid", State(JsonDocument.Parse(bench.Broker.Received.Single(m => m.Topic == ReplyTopic).Payload).RootElement));
        bench.Broker.Deliver(message);
        Assert.Equal("done", State(await AnswerAsync(bench, "a1")));
        Assert.Equal("outlet/point0/high", Assert.Single(bench.Acknowledged).AlarmId);
    }

    /// <summary>The parser lets it pass; whoever reads it throws.</summary>
    [Theory]
    [InlineData("reply", "\u00ff")]
    [InlineData("alarm", "\u00ff")]
    [InlineData("reply", "\\ud800")]
    [InlineData("note", "\\udc00\\ud800")]
    public async Task Text_that_is_none_makes_a_feed_deaf_to_no_command_that_follows(string name, string text)
    {
        await using var bench = Bench("acknowledge");
        var message = Message(bench, "acknowledge", "a1", ("alarm", "outlet/point0/high"), ("occurrence", "01JD7XQ8Z4M2"), ("note", "seen"), ("reply", "scada"));
        string broken = Regex.Replace(Text(message), $"\"{name}\":\"[^\"]*\"", $"\"{name}\":\"{text}\"");
        bench.Broker.Deliver(message with { Payload = Encoding.Latin1.GetBytes(broken), ResponseTopic = null });
        bench.Broker.Deliver(Message(bench, "acknowledge", "a2", ("alarm", "outlet/point0/high"), ("occurrence", "01JD7XQ8Z4M2")));
        Assert.Equal("done", State(await AnswerAsync(bench, "a2")));
        Assert.Equal("invalid", State(JsonDocument.Parse(bench.Broker.Received.Single(m => m.Topic == $"{bench.Feed.TopicRoot}/reply/platform").Payload).RootElement));
        Assert.Single(bench.Acknowledged);
    }

    [Fact]
    public async Task A_mistake_of_ours_over_one_command_makes_a_feed_deaf_to_no_other()
    {
        await using var bench = Bench("acknowledge", "read");
        Send(bench, "read", "r1", ("points", new JsonArray("broken")));
        Send(bench, "acknowledge", "a2", ("alarm", "outlet/point0/high"), ("occurrence", "01JD7XQ8Z4M2"));
        Assert.Equal("done", State(await AnswerAsync(bench, "a2")));
    }

    [Fact]
    public async Task Over_mqtt_3_1_1_the_message_names_where_the_answer_goes()
    {
        await using var bench = Bench("diagnostics");
        bench.Broker.Deliver(Message(bench, "diagnostics", "d1", ("reply", "scada-1")) with { ResponseTopic = null });
        await bench.PassUntil(() => bench.Broker.Received.Any(m => m.Topic == $"{bench.Feed.TopicRoot}/reply/scada-1"));
    }

    [Theory]
    [InlineData("acknowledge", "refused")]
    [InlineData("reboot", "unsupported")]
    public async Task What_a_feed_may_not_ask_is_refused_recorded_and_answered(string verb, string expected)
    {
        await using var bench = Bench("describe");
        Send(bench, verb, "x1", ("alarm", "a"), ("occurrence", "o"));
        Assert.Equal(expected, State(await AnswerAsync(bench, "x1")));
        Assert.Equal([expected], Records(bench, "x1").Select(State));
        Assert.Empty(bench.Acknowledged);
    }

    [Fact]
    public async Task An_alarm_is_shelved_for_some_minutes_with_a_reason_and_by_whom_is_recorded()
    {
        await using var bench = Bench("shelve", "unshelve");
        Send(bench, "shelve", "s1", ("alarm", "outlet/point0/high"), ("minutes", 90), ("note", "probe is cleaned"), ("once", true));
        Assert.Equal("done", State(await AnswerAsync(bench, "s1")));
        Assert.Equal(
            new ShelveOrder("outlet/point0/high", TimeSpan.FromMinutes(90), "control-room@supervision", "probe is cleaned", IsOneShot: true), Assert.Single(bench.Shelved));
        Assert.Equal(["accepted", "done"], Records(bench, "s1").Select(State));

        Send(bench, "shelve", "s2", ("alarm", "outlet/point0/high"), ("minutes", 100_000), ("note", "for ever"));
        Assert.Equal("failed", State(await AnswerAsync(bench, "s2")));
        Send(bench, "shelve", "s3", ("alarm", "outlet/point0/high"), ("note", "how long?"));
        Assert.Equal("invalid", State(await AnswerAsync(bench, "s3")));
        Send(bench, "unshelve", "u1", ("alarm", "outlet/point0/high"));
        var answer = await AnswerAsync(bench, "u1");
        Assert.Equal(("failed", "it is not shelved"), (State(answer), answer.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_command_that_is_played_again_is_refused_also_after_a_restart()
    {
        await using var bench = Bench("acknowledge");
        long sentAt = NowMs(bench), expires = sentAt + (23L * 3_600_000);
        var message = Message(bench, "acknowledge", "once", ("alarm", "a"), ("occurrence", "o"), ("expires", expires));
        bench.Broker.Deliver(message);
        await AnswerAsync(bench, "once");
        bench.Broker.Deliver(message);
        await bench.PassUntil(() => Answers(bench, "once").Count == 2, TimeSpan.FromMilliseconds(20));
        await bench.RestartAsync();
        bench.Broker.Deliver(message);
        await bench.PassUntil(() => Answers(bench, "once").Count == 3, TimeSpan.FromMilliseconds(20));

        Assert.Equal("done", State(Answers(bench, "once")[0]));
        // On a slow machine virtual time runs so far ahead that the command is over before it is played again.
        Assert.All(Answers(bench, "once").Skip(1), answer => Assert.Contains(State(answer), (string[])["repeated", "expired"]));
        Assert.Single(bench.Acknowledged);
        var memory = new CommandMemory(bench.Feed.Name);
        memory.Restore(bench.Buffer, sentAt);
        Assert.False(memory.TryRemember("once", expires, sentAt));
    }

    [Fact]
    public async Task A_command_that_came_too_late_is_not_done()
    {
        await using var bench = Bench("acknowledge");
        bench.Broker.Deliver(Message(bench, "acknowledge", "old", ("alarm", "a"), ("occurrence", "o"), ("expires", NowMs(bench) - 1)));
        Assert.Equal("expired", State(await AnswerAsync(bench, "old")));
        bench.Broker.Deliver(Message(bench, "acknowledge", "far", ("alarm", "a"), ("occurrence", "o"), ("expires", NowMs(bench) + (48L * 3_600_000))));
        Assert.Equal("invalid", State(await AnswerAsync(bench, "far")));
        Assert.Empty(bench.Acknowledged);
    }

    [Fact]
    public async Task Nobody_makes_the_gateway_write_over_what_it_says_itself()
    {
        await using var bench = Bench("diagnostics");
        bench.Broker.Deliver(Message(bench, "diagnostics", "evil") with { ResponseTopic = $"{bench.Feed.TopicRoot}/status" });
        await bench.PassUntil(() => bench.Broker.Received.Any(m => m.Topic == $"{bench.Feed.TopicRoot}/reply/platform"));
        Assert.DoesNotContain(bench.Broker.Received, m => m.Topic.EndsWith("/status", StringComparison.Ordinal) && Text(m).Contains("evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Describe_publishes_birth_and_descriptor_again_and_lists_the_standing_alarms()
    {
        await using var bench = Bench("describe");
        await bench.PassUntil(() => Births(bench) == 2);
        Send(bench, "describe", "who", ("what", "alarms"));
        var answer = await AnswerAsync(bench, "who");
        await bench.PassUntil(() => Births(bench) == 4);
        Assert.Equal("outlet/point0/high", Assert.Single(answer.GetProperty("result").GetProperty("alarms").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_backfill_comes_byte_for_byte_with_its_id_and_what_is_gone_is_explained()
    {
        await using var bench = Bench("backfill");
        await bench.StoreAsync(6);
        await bench.PassUntil(() => bench.Seqs(Lane.Live).Length == 6);
        var originals = Live(bench).ToDictionary(Seq, Text);
        bench.Store.Commit(new StoreTransaction { Drops = { new Drop(Lane.Live, 1, 2, 8, DropReason.Size, NowMs(bench)) } });
        Send(bench, "backfill", "b1", ("of", "live"), ("epoch", bench.Buffer.Snapshot.Epoch), ("ranges", new JsonArray(new JsonArray(1, 4), new JsonArray(6, 9))));
        // Two messages are still in memory, whatever the store says; it is the store that must explain.
        var result = (await AnswerAsync(bench, "b1")).GetProperty("result");

        var again = Live(bench).Skip(6).ToList();
        Assert.Equal(result.GetProperty("sent").GetInt64(), again.Count);
        Assert.All(again, message => Assert.Equal(originals[Seq(message)], Text(message)));
        Assert.All(again, message => Assert.Contains(new KeyValuePair<string, string>("rp", "b1"), message.UserProperties));
        Assert.Contains(again, message => Seq(message) == 6);
        Assert.Equal("[[7,9]]", result.GetProperty("unknown").GetRawText());
    }

    [Fact]
    public async Task What_came_of_a_backfill_is_an_operator_event_that_accounts_for_every_message_that_was_asked_for()
    {
        await using var bench = Bench("backfill");
        await bench.StoreAsync(6);
        string epoch = bench.Buffer.Snapshot.Epoch;
        bench.Store.Commit(new StoreTransaction { Drops = { new Drop(Lane.Live, 1, 2, 8, DropReason.Size, 1_763_757_000_000) } });
        await bench.RestartAsync();
        Send(bench, "backfill", "b3", ("of", "live"), ("epoch", epoch), ("ranges", new JsonArray(new JsonArray(1, 4), new JsonArray(6, 9))));
        // It is recorded before it is answered.
        await AnswerAsync(bench, "b3");

        Assert.Equal(["accepted", "done"], Records(bench, "b3").Select(State));
        var record = Records(bench, "b3")[1];
        Assert.Equal("control-room@supervision", record.GetProperty("actor").GetString());
        var backfill = record.GetProperty("backfill");
        Assert.Equal(("live", "[[1,4],[6,9]]"), (backfill.GetProperty("of").GetString(), backfill.GetProperty("ranges").GetRawText()));
        Assert.Equal([8, 3, 2, 3, 0, 0], new[] { "asked", "sent", "gone", "unknown", "nothing", "refused" }.Select(name => backfill.GetProperty(name).GetInt64()));
        Assert.Equal("""[{"from":1,"to":2,"readings":8,"reason":"size","at":1763757000000}]""", backfill.GetProperty("dropped").GetRawText());
    }

    [Fact]
    public async Task A_backfill_that_is_not_begun_is_recorded_too()
    {
        await using var bench = Bench("backfill");
        Send(bench, "backfill", "b4", ("of", "slow"));
        await AnswerAsync(bench, "b4");
        Assert.Equal(["accepted", "invalid"], Records(bench, "b4").Select(State));
    }

    [Fact]
    public async Task What_is_gone_comes_with_the_record_of_its_drop()
    {
        await using var bench = Bench("backfill");
        await bench.StoreAsync(4);
        bench.Store.Commit(new StoreTransaction { Drops = { new Drop(Lane.Live, 1, 2, 8, DropReason.Size, 1_763_757_000_000) } });
        await bench.RestartAsync();
        Send(bench, "backfill", "b2", ("of", "live"), ("epoch", "aaaaaaaa"), ("ranges", new JsonArray(new JsonArray(1, 3))));
        var result = (await AnswerAsync(bench, "b2")).GetProperty("result");

        Assert.Equal("""[{"from":1,"to":2,"readings":8,"reason":"size","at":1763757000000}]""", result.GetProperty("gone").GetRawText());
        Assert.Equal("[[3,3]]", result.GetProperty("unknown").GetRawText());
        Assert.Equal(0, result.GetProperty("sent").GetInt64());
    }

    [Fact]
    public async Task A_receipt_makes_what_was_sent_delivered_and_none_is_believed_beyond_what_there_is()
    {
        await using var bench = Bench("describe");
        await bench.StoreAsync(5);
        await bench.PassUntil(() => bench.Buffer.BookmarkOf(bench.Feed.Name, Lane.Live).Acknowledged == 5);
        Receipt(bench, 99);
        Receipt(bench, 3);
        await bench.PassUntil(() => bench.Buffer.BookmarkOf(bench.Feed.Name, Lane.Live).Receipt == 3);
        Receipt(bench, 2);
        Receipt(bench, 5, "aaaaaaaa");
        Receipt(bench, 4);
        await bench.PassUntil(() => bench.Buffer.BookmarkOf(bench.Feed.Name, Lane.Live).Receipt == 4);
        await bench.StoreAsync(1);
        await bench.PassUntil(() => bench.Loop.Snapshot().Lanes.Single(lane => lane.Lane == Lane.Live).Acknowledged == 6);

        var live = bench.Loop.Snapshot().Lanes.Single(lane => lane.Lane == Lane.Live);
        Assert.Equal((6, 6, 4), (live.Stored, live.Acknowledged, live.Delivered));
    }

    [Fact]
    public void Any_bytes_are_a_command_or_not_and_never_an_exception() =>
        Prop.ForAll((byte[] noise) => Command.Parse("describe", noise, out string fault) is null == (fault.Length > 0)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("{\"of\":\"live\",\"epoch\":\"k3f6x2qa\",\"ranges\":[]}")]
    [InlineData("{\"of\":\"live\",\"epoch\":\"k3f6x2qa\",\"ranges\":[[2,1]]}")]
    [InlineData("{\"of\":\"live\",\"epoch\":\"k3f6x2qa\",\"ranges\":[[5,6],[1,2]]}")]
    [InlineData("{\"of\":\"live\",\"epoch\":\"k3f6x2qa\",\"ranges\":[[1,10001]]}")]
    [InlineData("{\"of\":\"live\",\"epoch\":\"k3f6x2qa\",\"ranges\":[[1,9223372036854775807]]}")]
    [InlineData("{\"of\":\"live\",\"epoch\":\"k3f6x2qa\",\"ranges\":[[\"1\",2]]}")]
    [InlineData("{\"of\":\"slow\",\"epoch\":\"k3f6x2qa\",\"ranges\":[[1,2]]}")]
    [InlineData("{\"of\":\"live\",\"ranges\":[[1,2]]}")]
    public void A_backfill_that_makes_no_sense_or_is_too_much_is_refused_with_a_reason(string json)
    {
        Assert.Null(BackfillRequest.Parse(JsonDocument.Parse(json).RootElement, out string fault));
        Assert.NotEmpty(fault);
    }

    [Fact]
    public void A_bucket_lets_its_burst_through_and_then_its_rate()
    {
        var bucket = new TokenBucket(3, 0.5);
        Assert.Equal(3, Enumerable.Range(0, 10).Count(_ => bucket.TryTake(TimeSpan.Zero)));
        Assert.Equal(2, Enumerable.Range(0, 10).Count(_ => bucket.TryTake(TimeSpan.FromSeconds(4))));
        Assert.Equal(3, Enumerable.Range(0, 10).Count(_ => bucket.TryTake(TimeSpan.FromDays(1))));
    }

    private static CommandBench Bench(params string[] commands) => new(TestFeeds.Feed() with { Compress = false, Commands = commands });

    private static void Send(CommandBench bench, string verb, string id, params (string Name, JsonNode Value)[] members) =>
        bench.Broker.Deliver(Message(bench, verb, id, members));

    private static MqttPublish Message(CommandBench bench, string verb, string id, params (string Name, JsonNode Value)[] members)
    {
        var json = new JsonObject { ["version"] = "1.0", ["kind"] = "command", ["id"] = id, ["by"] = "control-room", ["expires"] = NowMs(bench) + 3_600_000 };
        foreach (var (name, value) in members) json[name] = value;
        return new MqttPublish
        {
            Topic = $"{bench.Feed.TopicRoot}/cmd/{verb}",
            Payload = Encoding.UTF8.GetBytes(json.ToJsonString()),
            ResponseTopic = ReplyTopic,
            CorrelationData = Encoding.UTF8.GetBytes($"corr-{id}"),
        };
    }

    private static void Receipt(CommandBench bench, long through, string? epoch = null) => bench.Broker.Deliver(new MqttPublish
    {
        Topic = $"{bench.Feed.TopicRoot}/ack/live",
        Payload = Encoding.UTF8.GetBytes($$"""{"version":"1.0","kind":"receipt","epoch":"{{epoch ?? bench.Buffer.Snapshot.Epoch}}","through":{{through}}}"""),
        Retain = true,
    });

    private static async Task<JsonElement> AnswerAsync(CommandBench bench, string id)
    {
        await bench.PassUntil(() => Answers(bench, id).Count > 0, TimeSpan.FromMilliseconds(20));
        return Answers(bench, id)[0];
    }

    private static List<JsonElement> Answers(CommandBench bench, string id) => [.. bench.Broker.Received.Where(m => m.Topic == ReplyTopic)
        .Select(m => JsonDocument.Parse(m.Payload).RootElement).Where(json => json.TryGetProperty("id", out var its) && its.GetString() == id)];

    private static List<JsonElement> Records(CommandBench bench, string id) => [.. bench.Buffer.Read(Lane.Event, 1, 100, 1 << 20)
        .Where(m => m.Kind == MessageKind.Operator).Select(m => JsonDocument.Parse(m.Body).RootElement).Where(json => json.GetProperty("id").GetString() == id)];

    private static List<(AuditKind Kind, string State)> Rows(CommandBench bench, string id) => [.. bench.Audit.Rows
        .Select(row => (row.Kind, Body: JsonDocument.Parse(row.Body).RootElement))
        .Where(row => row.Body.TryGetProperty("id", out var its) && its.GetString() == id).Select(row => (row.Kind, State(row.Body)))];

    private static IEnumerable<MqttPublish> Live(CommandBench bench) => bench.Broker.Received.Where(m => m.Topic.EndsWith("/data/live", StringComparison.Ordinal));

    private static int Births(CommandBench bench) => bench.Broker.Received.Count(m => m.Topic.EndsWith("/birth", StringComparison.Ordinal));

    private static string State(JsonElement json) => json.GetProperty("state").GetString()!;

    private static long Seq(MqttPublish message) => JsonDocument.Parse(message.Payload).RootElement.GetProperty("seq").GetInt64();

    private static string Text(MqttPublish message) => Encoding.UTF8.GetString(message.Payload.Span);

    private static long NowMs(CommandBench bench) => bench.Clock.GetUtcNow().ToUnixTimeMilliseconds();
}
