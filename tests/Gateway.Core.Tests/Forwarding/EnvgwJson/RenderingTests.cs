using System.IO.Compression;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Readings;
using Gateway.Core.Tests.Buffering;

namespace Gateway.Core.Tests.Forwarding.EnvgwJson;

public class RenderingTests
{
    private static readonly Arbitrary<(Reading Reading, bool IsChanged)[]> _batches =
        RowsGenerator.Rows.Where(row => row.Reading.Point < 6).NonEmptyListOf().Select(rows => rows.ToArray()).ToArbitrary();

    [Fact]
    public void Every_row_reads_back_as_it_was_stored() =>
        Prop.ForAll(_batches, rows =>
        {
            using var json = JsonDocument.Parse(Samples.Render(Samples.Readings(7, rows)));
            long time = json.RootElement.GetProperty("time").GetInt64();
            var read = json.RootElement.GetProperty("readings").EnumerateArray().ToArray();
            return read.Length == rows.Length && read.Zip(rows).All(pair => IsSame(pair.First, time, pair.Second.Reading));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_message_gives_the_same_bytes_whatever_was_rendered_before() =>
        Prop.ForAll(_batches, _batches, (one, other) =>
        {
            var used = Samples.Format(compress: true);
            used.Render(Samples.Readings(1, other), Samples.Layout, 1);
            var stored = Samples.Readings(2, one);
            byte[] again = used.Render(stored, Samples.Layout, 2)!.Publish.Payload.ToArray();
            return again.SequenceEqual(Samples.Format(compress: true).Render(stored, Samples.Layout, 2)!.Publish.Payload.ToArray());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decimals_are_written_with_the_digits_that_were_stored() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), Gen.Choose(0, 9).ToArbitrary(), (digits, decimals) =>
        {
            var output = new JsonOutput();
            output.Number(digits, decimals);
            string text = System.Text.Encoding.ASCII.GetString(output.Written);
            decimal expected = digits / (decimal)Math.Pow(10, decimals);
            return decimal.Parse(text) == expected && (decimals == 0 ? !text.Contains('.') : text.Split('.')[1].Length == decimals);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(511, false)]
    [InlineData(512, true)]
    public void Bodies_of_512_bytes_and_more_are_compressed(int length, bool compressed)
    {
        byte[] json = [(byte)'{', .. new byte[length - 1]];
        var message = PayloadCoding.Encode(json, compress: true, new() { Topic = "t", Payload = default });

        Assert.Equal(!compressed, message.IsUtf8);
        Assert.Equal(compressed ? 0x1F : (byte)'{', message.Payload.Span[0]);
        Assert.Equal(compressed, message.UserProperties.Contains(new("encoding", "gzip")));
        Assert.Equal(json, compressed ? Unpack(message.Payload) : message.Payload.ToArray());
    }

    [Fact]
    public void A_feed_that_does_not_compress_gets_plain_json()
    {
        byte[] json = [(byte)'{', .. new byte[5_000]];
        Assert.Equal(json, PayloadCoding.Encode(json, compress: false, new() { Topic = "t", Payload = default }).Payload.ToArray());
    }

    [Fact]
    public void A_receiver_can_route_and_find_gaps_without_parsing()
    {
        var message = Samples.Format().Render(Samples.Readings(182_734, (Reading.OfNumber(0, Samples.Time, 7.21), true)), Samples.Layout, 182_734)!;
        Assert.Equal("envgw1/acme/nt-h07/data/live", message.Publish.Topic);
        Assert.Equal("application/vnd.envgw.readings.v1+json", message.Publish.ContentType);
        Assert.Equal([new("lane", "live"), new("epoch", "k3f6x2qa"), new("seq", "182734")], message.Publish.UserProperties.SkipLast(1));
        Assert.Equal(PayloadSum.Property, message.Publish.UserProperties[^1].Key);
        Assert.True(message.Publish is { IsUtf8: true, QualityOfService: 1, Retain: false, MessageExpiry: null });
        Assert.Equal(1, message.Readings);
    }

    [Fact]
    public void A_batch_with_nothing_for_the_feed_is_no_message() =>
        Assert.Null(Samples.Format(new(false, TimeSpan.FromSeconds(60), true))
            .Render(Samples.Readings(3, (Reading.OfNumber(0, Samples.Time + 30_000, 7.21), false)), Samples.Layout, 3));

    private static byte[] Unpack(ReadOnlyMemory<byte> payload)
    {
        using var gzip = new GZipStream(new MemoryStream(payload.ToArray()), CompressionMode.Decompress);
        using var json = new MemoryStream();
        gzip.CopyTo(json);
        return json.ToArray();
    }

    private static bool IsSame(JsonElement row, long time, Reading stored)
    {
        string quality = row.GetArrayLength() > 3 ? row[3].GetString()! : "G";
        return row[0].GetString() == Samples.Layout.Points[stored.Point].Id
            && time + row[1].GetInt64() == stored.TimeMs
            && (stored.Quality.IsGood ? quality == "G" : quality == QualityText.Of(stored.Quality))
            && stored.Kind switch
            {
                ValueKind.Number => BitConverter.DoubleToInt64Bits(row[2].GetDouble()) == BitConverter.DoubleToInt64Bits(stored.Number),
                ValueKind.Boolean => row[2].GetBoolean() == stored.Boolean,
                ValueKind.Text => row[2].GetString() == stored.Text,
                _ => row[2].ValueKind == JsonValueKind.Null,
            };
    }
}
