using Gateway.Core.Buffering;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.EndToEnd;

/// <summary>What a data folder holds, read by the store itself after the gateway is gone: the ledger of what was stored.</summary>
internal sealed class StoredReadings : IDisposable
{
    private readonly TemporaryFolder _copy;
    private readonly SqliteStore _store;

    private StoredReadings(TemporaryFolder copy, SqliteStore store) => (_copy, _store) = (copy, store);

    /// <summary>Opens a copy, so that the gateway finds its folder as it left it.</summary>
    public static StoredReadings Open(string folder)
    {
        var copy = new TemporaryFolder();
        foreach (string file in Directory.GetFiles(folder).Where(f => !f.EndsWith(".sock", StringComparison.Ordinal)))
            File.Copy(file, copy[Path.GetFileName(file)]);
        var store = new SqliteStore(new BufferSettings { Path = copy.Path }, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        var opening = store.Open();
        Assert.Null(opening.Loss);
        return new StoredReadings(copy, store);
    }

    public int CountOf(Lane lane) => Messages(lane).Count();

    /// <summary>The numbers of a point's good readings, in the order in which they were stored.</summary>
    public IReadOnlyList<long> NumbersOf(string point)
    {
        List<long> numbers = [];
        foreach (var message in Messages(Lane.Live))
        {
            var layout = Layout.Parse(_store.Layout(message.Layout)!.Value, message.Layout)!;
            var reader = new ReadingsReader(message.Body.Span);
            while (reader.TryRead(out var row))
            {
                var reading = row.ToReading();
                if (layout.Points[reading.Point].Id == point && reading.Quality.IsGood && reading.Kind == ValueKind.Number) numbers.Add((long)reading.Number);
            }
        }
        return numbers;
    }

    public void Dispose()
    {
        _store.Dispose();
        _copy.Dispose();
    }

    private IEnumerable<StoredMessage> Messages(Lane lane)
    {
        long from = 1;
        while (_store.Read(lane, from, 500, 8 << 20) is { Count: > 0 } messages)
        {
            foreach (var message in messages) yield return message;
            from = messages[^1].Seq + 1;
        }
    }
}
