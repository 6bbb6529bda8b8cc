using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.History.Chunks;
using Gateway.Core.Readings;

namespace Gateway.Core.Tests.History;

public class ChunkTests
{
    private const long Begin = PointReadings.BeginMs;

    [Fact]
    public void What_was_packed_is_unpacked_to_the_last_bit() =>
        Prop.ForAll(PointReadings.Any, readings => Unpack(Pack(readings))!.Select(Bits).SequenceEqual(readings.Select(Bits))).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_get_an_answer_and_never_an_exception() =>
        Prop.ForAll((byte[] noise) => { Unpack([Chunk.Version, .. noise]); }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_change_of_one_byte_gets_an_answer_and_sound_readings() =>
        Prop.ForAll(PointReadings.Any, ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<byte>(), (readings, at, value) =>
        {
            byte[] bytes = Pack(readings);
            bytes[(at & int.MaxValue) % bytes.Length] = value;
            return Unpack(bytes) is not { } found || found.TrueForAll(r => double.IsFinite(r.Number) && r.Time.Year >= 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_chunk_cut_short_anywhere_is_refused() =>
        Prop.ForAll(PointReadings.Any, readings =>
        {
            byte[] bytes = Pack(readings);
            return Enumerable.Range(0, bytes.Length).All(length => Unpack(bytes[..length]) is null);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_chunk_with_bytes_to_spare_or_of_another_version_is_refused()
    {
        byte[] bytes = Pack([Reading.OfNumber(0, Begin, 7.21)]);
        Assert.Null(Unpack([.. bytes, 0]));
        bytes[0]++;
        Assert.Null(Unpack(bytes));
    }

    [Fact]
    public void A_refused_chunk_adds_nothing_to_what_was_unpacked_before()
    {
        byte[] bytes = Pack([Reading.OfNumber(0, Begin, 7.21), Reading.OfNumber(0, Begin + 1, 0.1 + 0.2)]);
        var into = new List<Reading> { Reading.OfNumber(0, 1, 1) };
        Assert.False(new ChunkDecoder().TryDecode(bytes.AsSpan(0, bytes.Length - 1), 0, into));
        Assert.Single(into);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(Chunk.MaximumReadings)]
    public void Blocks_that_are_full_and_not_full_come_back(int count)
    {
        Reading[] readings = [.. Enumerable.Range(0, count).Select(n => Reading.OfNumber(0, Begin + (n * 1_000L), Math.Round(Math.Sin(n), 3)))];
        Assert.Equal(readings, Unpack(Pack(readings)));
    }

    [Fact]
    public void An_empty_chunk_and_one_too_many_readings_are_a_mistake_of_ours()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Pack([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pack(new Reading[Chunk.MaximumReadings + 1]));
    }

    [Fact]
    public void An_hour_of_a_state_that_stays_takes_some_sixty_bytes()
    {
        Reading[] readings = [.. Enumerable.Range(0, 3_600).Select(n => Reading.OfBoolean(0, Begin + (n * 1_000L), true))];
        Assert.InRange(Pack(readings).Length, 1, 80);
    }

    [Fact]
    public void An_hour_of_two_noisy_decimals_takes_about_a_byte_each()
    {
        var random = new Random(3);
        Reading[] readings = [.. Enumerable.Range(0, 3_600).Select(n => Reading.OfNumber(0, Begin + (n * 1_000L), Math.Round(7 + random.NextDouble(), 2)))];
        Assert.InRange(Pack(readings).Length, 3_000, 3_900);
    }

    [Fact]
    public void The_summary_says_what_a_count_of_the_readings_says() =>
        Prop.ForAll(PointReadings.Any, readings =>
        {
            var summary = ChunkSummary.Of(readings);
            double[] numbers = [.. readings.Where(r => r.Quality.IsGood && r.Kind is ValueKind.Number or ValueKind.Boolean && r.Quality.IsGood).Select(r => r.Number)];
            return summary.Count == readings.Length && summary.Good == readings.Count(r => r.Quality.IsGood) && summary.Numbers == numbers.Length
                && summary.FirstMs == readings.Min(r => r.TimeMs) && summary.LastMs == readings.Max(r => r.TimeMs)
                && (numbers.Length == 0 || (summary.Minimum == numbers.Min() && summary.Maximum == numbers.Max()))
                && summary.Mean >= summary.Minimum && summary.Mean <= summary.Maximum;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Chunks_joined_have_the_mean_of_all_their_readings()
    {
        var all = default(Aggregate);
        all.Add(ChunkSummary.Of([Reading.OfNumber(0, 1, 1), Reading.OfNumber(0, 2, 2)]));
        all.Add(ChunkSummary.Of([Reading.OfNumber(0, 3, 6), Reading.OfNumber(0, 4, 99, Quality.Bad(QualityReason.Timeout))]));
        Assert.Equal((4, 3, 3, 1, 6), (all.Count, all.Good, all.Numbers, all.Minimum, all.Maximum));
        Assert.Equal(3, all.Mean, 1e-12);
    }

    private static byte[] Pack(Reading[] readings) => new ChunkEncoder().Encode(readings);

    private static List<Reading>? Unpack(byte[] bytes)
    {
        var into = new List<Reading>();
        return new ChunkDecoder().TryDecode(bytes, 0, into) ? into : null;
    }

    // Equality of doubles takes -0 for 0.
    private static (long Time, Quality Quality, ValueKind Kind, long Number, string? Text) Bits(Reading r) =>
        (r.TimeMs, r.Quality, r.Kind, BitConverter.DoubleToInt64Bits(r.Number), r.Text);
}
