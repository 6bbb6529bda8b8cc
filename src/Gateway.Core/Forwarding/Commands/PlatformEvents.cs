using System.Text.Json;
using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Gateway.Core.Site;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>Stores, and so tells every platform, what is odd about one: it disagrees with what was sent, or does not confirm it.</summary>
internal sealed class PlatformEvents(FeedModel feed, DurableBuffer buffer, ILogger logger)
{
    private readonly UnawaitedEvents _events = new(buffer);

    /// <param name="reason"><c>beyond</c> when more is claimed than there is, <c>hash</c> when something else is.</param>
    public void Disagrees(Receipt receipt, long last, string reason)
    {
        Log.PlatformDisagrees(logger, feed.Name, receipt.Lane, receipt.Through, last, reason);
        Store("platform-disagrees", receipt.Lane, json =>
        {
            json.WriteString("epoch", receipt.Epoch);
            json.WriteNumber("through", receipt.Through);
            json.WriteNumber("last", last);
            json.WriteString("reason", reason);
        });
    }

    public void Agrees(Receipt receipt)
    {
        Log.PlatformAgrees(logger, feed.Name, receipt.Lane, receipt.Through);
        Store("platform-agrees", receipt.Lane, json =>
        {
            json.WriteString("epoch", receipt.Epoch);
            json.WriteNumber("through", receipt.Through);
        });
    }

    public void Confirms(Lane lane, bool isLate, Bookmark bookmark)
    {
        if (isLate) Log.PlatformDoesNotConfirm(logger, feed.Name, lane, bookmark.Acknowledged, bookmark.Receipt);
        else Log.PlatformConfirms(logger, feed.Name, lane, bookmark.Receipt);
        Store(isLate ? "platform-does-not-confirm" : "platform-confirms", lane, json =>
        {
            json.WriteNumber("acknowledged", bookmark.Acknowledged);
            json.WriteNumber("receipt", bookmark.Receipt);
        });
    }

    /// <summary>Ends when everything is stored or given up.</summary>
    public Task WhenStored() => _events.WhenStored();

    private void Store(string what, Lane lane, Action<Utf8JsonWriter> members)
    {
        byte[] body = ObjectJson.Of(json =>
        {
            json.WriteString("what", what);
            json.WriteString("feed", feed.Name);
            json.WriteString("of", LaneText.Of(lane));
            members(json);
        });
        // What is not stored is in the log, and in the feed's status for as long as it lasts.
        _events.Store(MessageKind.Platform, body, static _ => { });
    }
}
