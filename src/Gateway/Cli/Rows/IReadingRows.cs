using Gateway.Core.History;
using Gateway.Core.Readings;

namespace Gateway.Cli.Rows;

/// <summary>Writes readings or buckets one after the other in one form. <see cref="End"/> writes what closes it.</summary>
internal interface IReadingRows
{
    void Add(HistoryPoint point, in Reading reading);

    void Add(HistoryPoint point, in HistoryBucket bucket);

    void End();
}
