using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Buffering;
using Gateway.Core.Readings;

namespace Gateway.Core.Tests.Buffering;

public class ReadingsBodyTests
{
    private const int PlantPoints = 200;

    private static readonly Arbitrary<(Reading Reading, bool IsChanged)[]> _batches = RowsGenerator.Rows.ArrayOf().ToArbitrary();

    [Fact]
    public void What_was_written_is_read_back_to_the_last_bit() =>
        Prop.ForAll(_batches, rows => Read(Write(rows)).Select(Bits).SequenceEqual(rows.Select(Bits))).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_get_an_answer_and_never_an_exception() =>
        Prop.ForAll((byte[] noise) => { ReadingsBody.IsWhole(noise, out _); }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_change_of_one_byte_gets_an_answer_and_sound_rows() =>
        Prop.ForAll(_batches, ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<byte>(), (rows, at, value) =>
        {
            byte[] body = Write(rows);
            body[(at & int.MaxValue) % body.Length] = value;
            return ReadAll(body).All(r => r.Point >= 0 && double.IsFinite(r.Number) && r.Time.Year >= 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reading_some_points_gives_what_reading_all_gives_of_them_whatever_the_bytes() =>
        Prop.ForAll(_batches, ArbMap.Default.ArbFor<bool[]>(), ArbMap.Default.ArbFor<(int At, byte? To)>(), (rows, wanted, change) =>
        {
            byte[] body = Write(rows);
            if (change.To is { } value) body[(change.At & int.MaxValue) % body.Length] = value;
            var some = new List<(Reading, bool)>();
            var reader = new ReadingsReader(body);
            while (reader.TryReadWanted(wanted, out var row)) some.Add((row.ToReading(), row.IsChanged));
            var all = ReadSome(body, wanted);
            // Values of other points are not looked at: what makes no sense there is found out later or not at all.
            return change.To is null ? some.SequenceEqual(all) : some.Take(all.Count).SequenceEqual(all);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reading_some_points_of_a_plant_gives_what_reading_all_gives_of_them_whatever_the_bytes() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<(int At, byte? To)>(), (seed, change) =>
        {
            var random = new Random(seed);
            byte[] body = Write(PlantRows(random));
            if (change.To is { } value) body[(change.At & int.MaxValue) % body.Length] = value;
            bool[] wanted = [.. Enumerable.Range(0, PlantPoints).Select(_ => random.Next(30) == 0)];
            var some = new List<(Reading, bool)>();
            var reader = new ReadingsReader(body);
            while (reader.TryReadWanted(wanted, out var row)) some.Add((row.ToReading(), row.IsChanged));
            var all = ReadSome(body, wanted);
            return change.To is null ? some.SequenceEqual(all) && !reader.IsDamaged : some.Take(all.Count).SequenceEqual(all);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_body_cut_short_anywhere_is_refused() =>
        Prop.ForAll(_batches, rows =>
        {
            byte[] body = Write(rows);
            return Enumerable.Range(0, body.Length).All(length => !ReadingsBody.IsWhole(body.AsSpan(0, length), out _));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_body_with_bytes_to_spare_is_refused() =>
        Prop.ForAll(_batches, rows => !ReadingsBody.IsWhole([.. Write(rows), 0], out _)).QuickCheckThrowOnFailure();

    [Fact]
    public void Another_version_is_refused()
    {
        byte[] body = Write([(Reading.OfNumber(0, 5, 7.21), true)]);
        body[0]++;
        Assert.False(ReadingsBody.IsWhole(body, out _));
    }

    [Fact]
    public void Points_in_order_at_one_time_with_two_decimals_take_three_bytes_each()
    {
        var rows = Enumerable.Range(0, 100).Select(point => (Reading.OfNumber(point, 1_763_757_000_000, 7.21), false)).ToArray();
        Assert.Equal(ReadingsBody.HeaderBytes + 6 + (100 * 3), Write(rows).Length);
    }

    [Fact]
    public void A_number_that_is_none_is_written_as_missing_and_bad()
    {
        var read = Assert.Single(Read(Write([(Reading.OfNumber(3, 9, double.NaN), false)])));
        Assert.Equal(Reading.Missing(3, 9, Quality.Bad(QualityReason.Unexplained)), read.Reading);
    }

    [Fact]
    public void A_writer_begins_anew_after_sealing()
    {
        using var writer = new ReadingsWriter();
        var reading = Reading.OfNumber(7, 1_763_757_000_000, 1.5, Quality.Uncertain(QualityReason.Calibrating));
        writer.Append(reading, true);
        byte[] first = writer.Seal();
        writer.Append(reading, true);
        Assert.Equal(first, writer.Seal());
    }

    /// <summary>As devices give them: in the order of the points, within milliseconds; now and then one with another quality, or a text.</summary>
    private static (Reading, bool)[] PlantRows(Random random)
    {
        var mix = new ReadingMix(random, PlantPoints);
        long now = 1_763_757_000_000;
        return [.. Enumerable.Range(0, random.Next(1, PlantPoints)).Select(point => (Row(mix.Next(point, 3, now += random.Next(-1, 90), false)), false))];

        Reading Row(Reading plain) => random.Next(20) switch
        {
            0 => plain.With(Quality.Uncertain(QualityReason.Calibrating)),
            1 => Reading.OfText(plain.Point, plain.TimeMs, "手动"),
            2 => Reading.Missing(plain.Point, plain.TimeMs, Quality.Bad(QualityReason.Unexplained)),
            3 => Reading.OfNumber(plain.Point, plain.TimeMs, random.NextInt64()),
            _ => plain,
        };
    }

    // 0.0 and -0.0 are equal, but not the same.
    private static (Reading, long, bool) Bits((Reading Reading, bool IsChanged) row) =>
        (row.Reading, BitConverter.DoubleToInt64Bits(row.Reading.Number), row.IsChanged);

    private static byte[] Write((Reading Reading, bool IsChanged)[] rows)
    {
        using var writer = new ReadingsWriter();
        foreach (var (reading, isChanged) in rows) writer.Append(reading, isChanged);
        Assert.Equal(rows.Length, writer.Count);
        return writer.Seal();
    }

    private static List<(Reading Reading, bool IsChanged)> Read(byte[] body)
    {
        var rows = new List<(Reading, bool)>();
        var reader = new ReadingsReader(body);
        while (reader.TryRead(out var row))
        {
            if (row.IsDecimal) Assert.Equal(row.Number, (double)((decimal)row.Digits / (decimal)Math.Pow(10, row.Decimals)));
            rows.Add((row.ToReading(), row.IsChanged));
        }
        Assert.False(reader.IsDamaged);
        return rows;
    }

    private static List<Reading> ReadAll(byte[] body)
    {
        var rows = new List<Reading>();
        var reader = new ReadingsReader(body);
        while (reader.TryRead(out var row)) rows.Add(row.ToReading());
        return rows;
    }

    private static List<(Reading, bool)> ReadSome(byte[] body, bool[] wanted)
    {
        var some = new List<(Reading, bool)>();
        var reader = new ReadingsReader(body);
        while (reader.TryRead(out var row))
        {
            if (row.Point < wanted.Length && wanted[row.Point]) some.Add((row.ToReading(), row.IsChanged));
        }
        return some;
    }
}
