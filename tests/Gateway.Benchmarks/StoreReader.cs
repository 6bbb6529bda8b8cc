using Gateway.Core.Buffering;
using Gateway.Core.Site;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks;

/// <summary>Looks into the store that a gateway left behind.</summary>
internal static class StoreReader
{
    public static IStore Open(string folder)
    {
        var store = new SqliteStore(new BufferSettings { Path = folder }, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        store.Open();
        return store;
    }

    public static IEnumerable<StoredMessage> Messages(IStore store, Lane lane)
    {
        long from = 1;
        while (store.Read(lane, from, 500, 8 << 20) is { Count: > 0 } messages)
        {
            foreach (var message in messages) yield return message;
            from = messages[^1].Seq + 1;
        }
    }
}
