using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Buffering;
using Gateway.Core.Readings;

namespace Gateway.Core.Tests.Buffering;

public class ThinningTests
{
    private const int Points = 3;

    private static readonly Layout _layout = TestSites.LayoutOf(Points).Numbered(1);

    [Fact]
    public void Of_each_point_and_minute_the_first_good_reading_is_kept()
    {
        Reading[] readings =
        [
            Reading.Missing(0, 1_000, Quality.Bad(QualityReason.Timeout)), Reading.OfNumber(0, 2_000, 7.2), Reading.OfNumber(0, 3_000, 7.3),
            Reading.Missing(1, 1_000, Quality.Bad(QualityReason.Timeout)), Reading.Missing(1, 2_000, Quality.Bad(QualityReason.Unexplained)),
            Reading.OfNumber(0, 59_999, 7.4), Reading.OfNumber(0, 60_000, 7.5), Reading.OfNumber(0, 61_000, 7.6),
        ];
        var thinned = Thinning.Of([Message(readings)], _ => _layout, new BufferLimits())!;
        Assert.Equal(
            [Reading.Missing(1, 1_000, Quality.Bad(QualityReason.Timeout)), Reading.OfNumber(0, 2_000, 7.2), Reading.OfNumber(0, 60_000, 7.5)],
            ReadingsIn(thinned));
        Assert.Equal(5, thinned.Removed);
    }

    [Fact]
    public void Whatever_was_measured_nothing_is_invented_and_no_minute_is_lost() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Point, ushort Time, short Value)[]>(), raw =>
        {
            var readings = raw.Select(r => Reading.OfNumber(r.Point % Points, r.Time * 10L, r.Value)).ToArray();
            var thinned = Thinning.Of([.. readings.Chunk(7).Select(Message)], _ => _layout, new BufferLimits { MessageReadings = 5 });
            var minutes = readings.Select(r => (r.Point, r.TimeMs / 60_000)).ToHashSet();
            if (thinned is null) return minutes.Count > readings.Length / 2;
            var kept = ReadingsIn(thinned);
            return kept.TrueForAll(readings.Contains) && kept.Count + thinned.Removed == readings.Length
                && minutes.SetEquals(kept.Select(r => (r.Point, r.TimeMs / 60_000))) && kept.Count == minutes.Count
                && thinned.Bodies.All(body => body.Count <= 5);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Readings_whose_names_or_times_nobody_can_tell_are_not_thinned()
    {
        var message = Message([.. Enumerable.Range(0, 50).Select(n => Reading.OfNumber(0, n * 1_000, n))]);
        Assert.NotNull(Thinning.Of([message], _ => _layout, new BufferLimits()));
        Assert.Null(Thinning.Of([message], _ => null, new BufferLimits()));
        Assert.Null(Thinning.Of([message with { Clock = ClockState.Unset }], _ => _layout, new BufferLimits()));
        Assert.Null(Thinning.Of([message with { Body = message.Body[..^1] }], _ => _layout, new BufferLimits()));
    }

    [Fact]
    public void Messages_of_another_layout_are_sealed_apart()
    {
        var one = Message([.. Enumerable.Range(0, 50).Select(n => Reading.OfNumber(0, n * 1_000, n))]);
        var thinned = Thinning.Of([one, one with { Layout = 2 }], _ => _layout, new BufferLimits())!;
        Assert.Equal([1, 2], thinned.Bodies.Select(body => body.Layout));
    }

    private static StoredMessage Message(Reading[] readings)
    {
        using var writer = new ReadingsWriter();
        foreach (ref readonly var reading in readings.AsSpan()) writer.Append(reading, false);
        int count = writer.Count;
        return new StoredMessage(Lane.Live, 1, "k3f6x2qa", 1, MessageKind.Readings, 5, 5, ClockState.Synchronized, count, 1, writer.Seal());
    }

    private static List<Reading> ReadingsIn(ThinnedPart part)
    {
        var readings = new List<Reading>();
        foreach (var body in part.Bodies)
        {
            var rows = new ReadingsReader(body.Body);
            while (rows.TryRead(out var row)) readings.Add(row.ToReading());
        }
        return readings;
    }
}
