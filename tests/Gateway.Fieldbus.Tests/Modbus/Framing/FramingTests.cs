using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Framing;
using Gateway.Fieldbus.Modbus.Pdu;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Fieldbus.Tests.Modbus.Pdu;
using Gateway.Fieldbus.Tests.Modbus.Peers;

namespace Gateway.Fieldbus.Tests.Modbus.Framing;

public class FramingTests
{
    [Theory]
    [InlineData("01 03 00 00 00 0A", "C5 CD")]
    [InlineData("02 07", "41 12")]
    [InlineData("01 04 02 FF FF", "B8 80")]
    [InlineData("11 03 00 6B 00 03", "76 87")]
    [InlineData("11 05 00 AC FF 00", "4E 8B")]
    public void The_crc_of_a_known_frame_is_the_known_crc_low_byte_first(string bytes, string crc) =>
        Assert.Equal(Hex.Bytes(crc), BitConverter.GetBytes(Crc16.Of(Hex.Bytes(bytes))));

    [Theory]
    [InlineData("01 03 00 00 00 0A", 0xF2)]
    [InlineData("F7 03 13 89 00 0A", 0x60)]
    [InlineData("11 03 00 6B 00 03", 0x7E)]
    public void The_lrc_of_a_known_frame_is_the_known_lrc(string bytes, byte lrc) => Assert.Equal(lrc, Lrc.Of(Hex.Bytes(bytes)));

    [Fact]
    public void An_ascii_frame_is_written_as_the_textbook_prints_it()
    {
        var frame = new byte[AsciiFrame.MaximumLength];
        int length = AsciiFrame.Write(0xF7, Hex.Bytes("03 13 89 00 0A"), frame);
        Assert.Equal(":F7031389000A60\r\n", Encoding.ASCII.GetString(frame, 0, length));
    }

    [Fact]
    public void An_mbap_frame_is_written_as_the_messaging_guide_prints_it()
    {
        var frame = new byte[MbapFrame.MaximumLength];
        Hex.Bytes("04 00 04 00 01").CopyTo(frame, MbapFrame.HeaderLength);
        int length = MbapFrame.Complete(0x1501, 0xFF, 5, frame);
        Assert.Equal(Hex.Bytes("15 01 00 00 00 06 FF 04 00 04 00 01"), frame[..length]);
    }

    [Fact]
    public void Parity_in_the_eighth_bit_and_small_letters_do_not_hide_an_ascii_frame()
    {
        var frame = Encoding.ASCII.GetBytes(":f7031389000a60\r\n").Select((b, i) => i % 3 == 0 ? (byte)(b | 0x80) : b).ToArray();
        var bytes = new byte[AsciiFrame.MaximumBytes];
        Assert.Equal(OperationStatus.Done, AsciiFrame.TryRead(frame, bytes, out int length, out int consumed));
        Assert.Equal(Hex.Bytes("F7 03 13 89 00 0A"), bytes[..length]);
        Assert.Equal(frame.Length, consumed);
    }

    [Fact]
    public void A_colon_inside_an_ascii_frame_begins_a_new_one()
    {
        var received = Encoding.ASCII.GetBytes("noise:F70313:F7031389000A60\r\n");
        var bytes = new byte[AsciiFrame.MaximumBytes];
        Assert.Equal(OperationStatus.InvalidData, AsciiFrame.TryRead(received, bytes, out _, out int consumed));
        Assert.Equal(OperationStatus.Done, AsciiFrame.TryRead(received.AsSpan(consumed), bytes, out int length, out _));
        Assert.Equal(6, length);
    }

    [Theory]
    [InlineData("00 01 00 09 00 06 01 03 00 00 00 01")]
    [InlineData("00 01 00 00 FF FF 01 03 00 00 00 01")]
    [InlineData("00 01 00 00 00 FF 01 03 00 00 00 01")]
    [InlineData("00 01 00 00 00 01 01")]
    [InlineData("00 01 00 00 00 00")]
    [InlineData("00 01 00 01")]
    public void An_mbap_header_that_cannot_be_is_seen_as_soon_as_it_is_there(string received) =>
        Assert.Equal(OperationStatus.InvalidData, MbapFrame.TryRead(Hex.Bytes(received), out _, out _));

    [Theory]
    [InlineData(ModbusFraming.Mbap)]
    [InlineData(ModbusFraming.Rtu)]
    [InlineData(ModbusFraming.Ascii)]
    public void However_the_bytes_are_split_a_server_sees_the_same_requests(ModbusFraming kind) =>
        Prop.ForAll(Requests.Any.Generator.NonEmptyListOf().ToArbitrary(), Gen.Choose(1, 40).NonEmptyListOf().ToArbitrary(), (requests, pieces) =>
        {
            var framing = RequestFramings.Of(kind);
            var stream = new List<byte>();
            var expected = new List<string>();
            foreach (var request in requests)
            {
                var pdu = new byte[PduLimits.MaximumLength];
                int length = RequestPdu.Write(request, pdu);
                var frame = new byte[framing.MaximumFrame];
                stream.AddRange(frame[..framing.WriteResponse(new RequestFrame(7, 9, length), pdu.AsSpan(0, length), frame)]);
                expected.Add(Convert.ToHexString(pdu, 0, length));
            }
            return ReadInPieces(framing, [.. stream], pieces).SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(ModbusFraming.Mbap)]
    [InlineData(ModbusFraming.Rtu)]
    [InlineData(ModbusFraming.Ascii)]
    public void Any_bytes_get_an_answer_and_never_an_exception(ModbusFraming kind)
    {
        var bytes = Gen.OneOf(
            ArbMap.Default.GeneratorFor<byte[]>(),
            Gen.Elements<byte>(0, 1, 3, 15, 16, 23, 43, 14, 0x83, (byte)':', (byte)'0', (byte)'F', (byte)'\r', (byte)'\n').ArrayOf());
        Prop.ForAll(bytes.ToArbitrary(), noise =>
        {
            var framing = RequestFramings.Of(kind);
            var pdu = new byte[PduLimits.MaximumLength];
            var rest = noise.AsSpan();
            while (true)
            {
                var status = framing.TryRead(rest, pdu, out _, out int consumed);
                if (status == OperationStatus.NeedMoreData || framing.ClosesWhenOutOfStep && status == OperationStatus.InvalidData) return true;
                if (consumed == 0) return false;
                rest = rest[consumed..];
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_bytes_as_an_rtu_response_get_an_answer_and_never_an_exception() =>
        Prop.ForAll((byte[] noise) => Enum.IsDefined(RtuFrame.TryReadResponse(noise, out _, out _))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_line_of_carriage_returns_does_not_fill_the_buffer_for_ever()
    {
        var noise = new byte[4000];
        Array.Fill(noise, (byte)'\r');
        noise[0] = (byte)':';
        Assert.Equal(OperationStatus.InvalidData, AsciiFrame.TryRead(noise, new byte[AsciiFrame.MaximumBytes], out _, out _));
    }

    private static List<string> ReadInPieces(IRequestFraming framing, byte[] stream, IEnumerable<int> pieces)
    {
        var found = new List<string>();
        var received = new ReceiveBuffer(4 * framing.MaximumFrame);
        var pdu = new byte[PduLimits.MaximumLength];
        var sizes = new Queue<int>(pieces);
        for (int at = 0; at < stream.Length;)
        {
            int size = Math.Min(sizes.Dequeue(), stream.Length - at);
            sizes.Enqueue(size);
            stream.AsSpan(at, size).CopyTo(received.MakeRoom().Span);
            received.Add(size);
            at += size;
            while (framing.TryRead(received.Received, pdu, out var frame, out int consumed) == OperationStatus.Done)
            {
                received.Consume(consumed);
                found.Add($"{Convert.ToHexString(pdu, 0, frame.PduLength)}");
            }
        }
        return found;
    }
}
