using Gateway.Core.Processing;
using Gateway.Core.Readings;
using Gateway.Core.Tests.Alarms;

namespace Gateway.Core.Tests.Processing;

public sealed class LatestReadingsTests
{
    [Fact]
    public async Task A_reader_never_sees_half_a_reading()
    {
        var latest = new LatestReadings(new AlarmSite().Device("outlet", 2).Build(), 0);
        latest.Update(0, [Of(0, 0), Of(1, 0)]);
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            int seen = 0;
            for (; !stop.IsCancellationRequested; seen++)
            {
                var reading = latest[seen & 1];
                if (reading != Of(seen & 1, reading.TimeMs)) return -1;
            }
            return seen;
        });

        for (int i = 0; i < 1_000_000; i++) latest.Update(0, [Of(0, i), Of(1, i)]);
        await stop.CancelAsync();

        Assert.NotEqual(-1, await reader);
    }

    [Fact]
    public void A_reading_of_no_point_of_ours_leaves_the_others_readable()
    {
        var latest = new LatestReadings(new AlarmSite().Device("outlet", 1).Build(), 0);

        Assert.Throws<IndexOutOfRangeException>(() => latest.Update(0, [Of(7, 1)]));

        Assert.Equal(QualityReason.Startup, latest[0].Quality.Reason);
    }

    // Every field follows from the time, so that a mixture of two readings shows.
    private static Reading Of(int point, long i) =>
        Reading.OfNumber(point, i, i * 0.5, (i & 1) == 0 ? Quality.Good : Quality.Bad(QualityReason.OutOfRange));
}
