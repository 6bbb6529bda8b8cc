using Gateway.Core.Buffering;
using Gateway.Core.History.Chunks;
using Gateway.Core.Readings;
using Microsoft.Data.Sqlite;

namespace Gateway.Core.History;

/// <summary>Looks at every page, row and reading of the day files, and changes nothing.</summary>
/// <param name="dataFolder">The gateway's data folder.</param>
public sealed class HistoryInspection(string dataFolder)
{
    private readonly HistoryFolder _folder = new(dataFolder);

    /// <summary>The days that have a file, oldest first.</summary>
    public IReadOnlyList<HistoryDay> Days() => _folder.Days();

    /// <summary>Days that were written and whose file is gone, though nothing of ours deleted it.</summary>
    public IReadOnlyList<HistoryTrouble> Missing() =>
        [.. _folder.Missing(DateOnly.MinValue, DateOnly.MaxValue, isWholeOnly: true).Select(missing => missing.Trouble)];

    /// <summary>Looks at one day.</summary>
    /// <returns>How many readings are sound, and what is not.</returns>
    public (long Readings, IReadOnlyList<HistoryTrouble> Troubles) Verify(DateOnly day)
    {
        SQLitePCL.Batteries_V2.Init();
        var troubles = new List<HistoryTrouble>();
        long readings = 0;
        try
        {
            using var reader = new DayReader(_folder.FileOf(day));
            string check = reader.Check();
            if (check != "ok") troubles.Add(new HistoryTrouble(_folder.FileOf(day), null, null, check));
            var decoder = new ChunkDecoder();
            foreach (var (number, point) in reader.Points())
            {
                for (int hour = 0; hour < Hours.OfDay; hour++)
                {
                    var chunks = reader.Chunks(hour, number, point.Id, out int damaged);
                    var sound = chunks.Where(chunk => IsSound(reader, chunk, decoder)).ToList();
                    readings += sound.Sum(chunk => (long)chunk.Summary.Count);
                    if (damaged > 0 || sound.Count < chunks.Count) troubles.Add(HistoryTrouble.WrongCheckSum(_folder.FileOf(day), Hours.FirstOf(day) + hour, point.Id));
                }
            }
        }
        catch (Exception failure) when (failure is SqliteException or StoreException or InvalidCastException or InvalidOperationException)
        {
            troubles.Add(new HistoryTrouble(_folder.FileOf(day), null, null, failure is StoreException known ? known.Explanation : failure.Message));
        }
        return (readings, troubles);
    }

    private static bool IsSound(DayReader reader, ChunkRow chunk, ChunkDecoder decoder)
    {
        var readings = new List<Reading>();
        if (reader.Body(chunk) is not { } body || !decoder.TryDecode(body, 0, readings)) return false;
        return ChunkSummary.Of([.. readings]) == chunk.Summary;
    }
}
