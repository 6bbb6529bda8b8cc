using System.Text.Json;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Site;
using Gateway.Mqtt;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>Takes what a platform sends to one feed: commands, which it judges, records, has done and answers, and receipts.</summary>
/// <remarks>Commands are taken one after the other. What the feed's own loop must do (backfill, describe, answers, receipts) is posted to it.</remarks>
internal sealed class FeedDesk
{
    // A platform with a mistake in it gets ten at once and then ten a minute.
    private const int CommandsAtOnce = 10;
    private const double CommandsPerSecond = 10 / 60.0;

    private static readonly TimeSpan _longestCommand = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _tryAgainAfter = TimeSpan.FromSeconds(10);

    private readonly FeedModel _feed;
    private readonly FeedSurroundings _around;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Func<TimeSpan> _now;
    private readonly FeedInbox _inbox;
    private readonly CommandMemory _memory;
    private readonly CommandRules _rules;
    private readonly ReceiptChain _chain;
    private readonly UnawaitedEvents _outcomes;
    private readonly TokenBucket _bucket = new(CommandsAtOnce, CommandsPerSecond);
    private readonly TokenBucket _busyAnswers = new(1, CommandsPerSecond);
    private bool _hasMemory;

    public FeedDesk(FeedModel feed, FeedSurroundings around, TimeProvider time, ILogger logger, Func<TimeSpan> now, FeedInbox inbox)
    {
        _feed = feed;
        _around = around;
        _time = time;
        _logger = logger;
        _now = now;
        _inbox = inbox;
        _memory = new CommandMemory(feed.Name);
        _chain = new ReceiptChain(around.Identity.Id, around.Buffer);
        _rules = new CommandRules(feed.Commands, _memory);
        _outcomes = new UnawaitedEvents(around.Buffer);
    }

    /// <summary>Completes when the outcome of every backfill that has ended is stored or given up.</summary>
    public Task WhenStored() => _outcomes.WhenStored();

    /// <summary>What a session subscribes to.</summary>
    public IReadOnlyList<MqttSubscription> Subscriptions => _feed.Commands.Count == 0
        ? [new MqttSubscription($"{_feed.TopicRoot}/ack/+")]
        : [new MqttSubscription($"{_feed.TopicRoot}/cmd/+"), new MqttSubscription($"{_feed.TopicRoot}/ack/+")];

    /// <summary>Runs as long as the session does.</summary>
    public async Task RunAsync(IMqttSession session, CancellationToken stop)
    {
        try
        {
            await RememberAsync(stop).ConfigureAwait(false);
            await foreach (var message in session.IncomingAsync(stop).ConfigureAwait(false)) await TryTakeAsync(message, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The session is over; what was not taken comes again.
        }
    }

    private async Task TryTakeAsync(MqttPublish message, CancellationToken stop)
    {
        try
        {
            await TakeAsync(message, stop).ConfigureAwait(false);
        }
        // A mistake of ours over one message must not make the gateway deaf to all that follow.
#pragma warning disable CA1031
        catch (Exception mistake) when (mistake is not OperationCanceledException || !stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.NotTaken(_logger, mistake, _feed.Name, message.Topic);
        }
    }

    private async Task TakeAsync(MqttPublish message, CancellationToken stop)
    {
        string topic = message.Topic;
        bool isWhole = PayloadSum.IsRight(message);
        string commands = $"{_feed.TopicRoot}/cmd/", receipts = $"{_feed.TopicRoot}/ack/";
        // A retained command would come again on each connection, and was meant for nobody in particular.
        if (topic.StartsWith(commands, StringComparison.Ordinal) && !message.Retain) await TakeCommandAsync(topic[commands.Length..], message, isWhole, stop).ConfigureAwait(false);
        else if (isWhole && topic.StartsWith(receipts, StringComparison.Ordinal) && Receipt.Parse(topic[receipts.Length..], message.Payload) is { } receipt) await TakeReceiptAsync(receipt, stop).ConfigureAwait(false);
    }

    /// <summary>A thinned feed gets other messages than the chain is over, so its platform's hash says nothing.</summary>
    private async Task TakeReceiptAsync(Receipt receipt, CancellationToken stop)
    {
        bool isWhole = receipt.Lane is not (Lane.Live or Lane.Fill) || _feed.Readings == ReadingSelection.All;
        var verdict = isWhole ? await _chain.CheckAsync(receipt, stop).ConfigureAwait(false) : ReceiptVerdict.CannotTell;
        _inbox.Post(traffic => traffic.TakeReceipt(receipt, verdict));
    }

    private async Task TakeCommandAsync(string verb, MqttPublish message, bool isWhole, CancellationToken stop)
    {
        if (!_bucket.TryTake(_now()))
        {
            if (_busyAnswers.TryTake(_now())) Turn(message, verb, CommandState.Busy, "too many commands");
            return;
        }
        string fault = "it was damaged on the way: its sum is another";
        if (!isWhole || Command.Parse(verb, message.Payload, out fault) is not { } command)
        {
            Turn(message, verb, CommandState.Invalid, fault);
            return;
        }
        long nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var (state, reason) = _rules.Judge(command, nowMs, _around.Clock());
        // Recorded before it is done: a command whose id would be forgotten by a power cut could be played again.
        bool isRecorded = await RecordAsync(AuditKind.Command, command, state, reason, stop).ConfigureAwait(false);
        if (state != CommandState.Accepted) Answer(message, command, state, reason, null);
        else if (!isRecorded) Answer(message, command, CommandState.Failed, "it could not be recorded", null);
        else if (command.ExpiresMs < _time.GetUtcNow().ToUnixTimeMilliseconds()) Answer(message, command, CommandState.Expired, "it was over before it could be recorded", null);
        else await DoAsync(command, message, stop).ConfigureAwait(false);
    }

    private async Task DoAsync(Command command, MqttPublish message, CancellationToken stop)
    {
        if (command.Verb == CommandVerbs.Backfill)
        {
            BeginBackfill(command, message);
            return;
        }
        using var patience = new CancellationTokenSource(_longestCommand, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        CommandOutcome outcome;
        try
        {
            outcome = await OutcomeAsync(command, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            outcome = new CommandOutcome(CommandState.Failed, $"not done within {_longestCommand.TotalSeconds} s");
        }
        bool isRecorded = await RecordAsync(AuditKind.CommandOutcome, command, outcome.State, outcome.Reason, stop).ConfigureAwait(false);
        if (!isRecorded) Log.OutcomeNotRecorded(_logger, _feed.Name, command.Verb, command.Id, outcome.State);
        Answer(message, command, outcome.State, outcome.Reason, outcome.Result);
    }

    private async Task<CommandOutcome> OutcomeAsync(Command command, CancellationToken cancel)
    {
        if (_around.Targets is not { } targets) return new CommandOutcome(CommandState.Unsupported, "not on this gateway");
        var work = new CommandWork(_feed.Name, targets);
        switch (command.Verb)
        {
            case CommandVerbs.Describe:
                _inbox.Post(traffic => traffic.DescribeAgain());
                return work.Describe(command);
            case CommandVerbs.Read:
                return await work.ReadAsync(command, cancel).ConfigureAwait(false);
            case CommandVerbs.Acknowledge:
                return await work.AcknowledgeAsync(command, cancel).ConfigureAwait(false);
            case CommandVerbs.Shelve:
                return await work.ShelveAsync(command, cancel).ConfigureAwait(false);
            case CommandVerbs.Unshelve:
                return await work.UnshelveAsync(command, cancel).ConfigureAwait(false);
            case CommandVerbs.Manifest:
                return await work.ManifestAsync(command, cancel).ConfigureAwait(false);
            default:
                return work.Diagnose();
        }
    }

    private void BeginBackfill(Command command, MqttPublish message)
    {
        if (BackfillRequest.Parse(command.Arguments, out string fault) is not { } request)
        {
            EndBackfill(command, message, CommandState.Invalid, fault);
            return;
        }
        bool isPosted = _inbox.Post(traffic =>
        {
            bool isTaken = traffic.TryBackfill(command.Id, request, outcome => EndBackfill(command, message, CommandState.Done, "", outcome));
            if (!isTaken) EndBackfill(command, message, CommandState.Busy, "too many backfills wait");
        });
        if (!isPosted) EndBackfill(command, message, CommandState.Busy, "too much waits");
    }

    /// <summary>Recorded, then answered. The feed's loop cannot wait for a disk, so this is done beside it.</summary>
    private void EndBackfill(Command command, MqttPublish message, CommandState state, string reason, BackfillOutcome? outcome = null)
    {
        Count(command, state, reason);
        _around.Audit?.Note(CommandAudit.Of(AuditKind.CommandOutcome, _feed.Name, command, state, reason));
        byte[] body = CommandJson.Record(_feed.Name, command, state, reason, outcome is null ? null : outcome.WriteRecord);
        _outcomes.Store(MessageKind.Operator, body, isRecorded =>
        {
            if (!isRecorded) Log.OutcomeNotRecorded(_logger, _feed.Name, command.Verb, command.Id, state);
            Answer(message, command, state, reason, outcome is null ? null : outcome.WriteAnswer);
        });
    }

    /// <summary>Waits for as long as the disk takes nothing: a gateway that cannot record takes no commands, and its feed goes on meanwhile.</summary>
    /// <returns>Whether it is stored, and in the audit log.</returns>
    private async Task<bool> RecordAsync(AuditKind kind, Command command, CommandState state, string reason, CancellationToken stop)
    {
        Count(command, state, reason);
        try
        {
            byte[] body = CommandJson.Record(_feed.Name, command, state, reason);
            var writing = _around.Audit?.AppendAsync(CommandAudit.Of(kind, _feed.Name, command, state, reason), stop) ?? ValueTask.CompletedTask;
            await _around.Buffer.AppendEventAsync(MessageKind.Operator, body, null, stop).ConfigureAwait(false);
            await writing.ConfigureAwait(false);
            return true;
        }
        catch (StoreException)
        {
            return false;
        }
    }

    private void Count(Command command, CommandState state, string reason)
    {
        Log.Commanded(_logger, _feed.Name, command.Verb, command.Id, command.By, state, reason);
        ForwardingMetrics.Commanded(_feed.Name, CommandVerbs.All.Contains(command.Verb) ? command.Verb : "other", CommandJson.WordOf(state));
    }

    /// <summary>Answers what is no command that could be taken. Who sent it is not known: the audit log has the feed.</summary>
    private void Turn(MqttPublish message, string verb, CommandState state, string reason)
    {
        ForwardingMetrics.Commanded(_feed.Name, CommandVerbs.All.Contains(verb) ? verb : "other", CommandJson.WordOf(state));
        _around.Audit?.Note(CommandAudit.OfUnread(_feed.Name, Word(verb), message.Payload.Length, state, reason));
        Answer(message, verb, null, state, reason);
    }

    /// <summary>No command is taken before the ids of earlier ones are known.</summary>
    private async Task RememberAsync(CancellationToken stop)
    {
        while (!_hasMemory)
        {
            try
            {
                _memory.Restore(_around.Buffer, _time.GetUtcNow().ToUnixTimeMilliseconds());
                _hasMemory = true;
            }
            catch (StoreException unreadable)
            {
                Log.CannotRead(_logger, _feed.Name, unreadable.Message);
                await Task.Delay(_tryAgainAfter, _time, stop).ConfigureAwait(false);
            }
        }
    }

    private void Answer(MqttPublish message, Command command, CommandState state, string reason, Action<Utf8JsonWriter>? result) =>
        Answer(message, command.Verb, command.Id, state, reason, result);

    private void Answer(MqttPublish message, string verb, string? id, CommandState state, string reason, Action<Utf8JsonWriter>? result = null)
    {
        var answer = CommandJson.Answer(_around.Identity.Id, _feed.TopicRoot, message, Word(verb), id, state, reason, result);
        _inbox.Post(traffic => traffic.Answer(answer));
    }

    /// <summary>The verb is a level of a topic: whatever it says, no more of it is repeated than a word.</summary>
    private static string Word(string verb) => verb.Length <= Command.LongestId ? verb : verb[..Command.LongestId];
}
