using FsCheck;
using FsCheck.Fluent;
using Gateway.Fieldbus.Modbus.Framing;
using Gateway.Fieldbus.Modbus.Listening;

namespace Gateway.Fieldbus.Tests.Modbus.Listening;

public class RtuListenerTests
{
    private const string Request = "0303000200026429", Response = "030304B85240E6ECC8";

    [Fact]
    public void A_read_and_its_answer_are_told_apart()
    {
        var listener = new RtuListener();
        var frames = listener.Hear(Convert.FromHexString(Request + Response));
        Assert.Equal([true, false], frames.Select(frame => frame.IsRequest));
        Assert.Equal(("B85240E6", (byte)3, 0L), (Convert.ToHexString(frames[1].Data.Span), frames[1].Unit, listener.Garbage));
        Assert.True(frames[1].Answers(frames[0]));
        Assert.Null(listener.Unanswered);
    }

    [Fact]
    public void A_write_of_one_register_and_its_confirmation_look_alike_and_are_a_request_and_a_response()
    {
        byte[] write = Framed("010600010003");
        var frames = new RtuListener().Hear([.. write, .. write, .. write]);
        Assert.Equal([true, false, true], frames.Select(frame => frame.IsRequest));
    }

    [Fact]
    public void Noise_costs_nothing_but_itself()
    {
        var listener = new RtuListener();
        List<ModbusFrame> frames = [.. listener.Hear(Convert.FromHexString("FF00FF" + Request)), .. listener.Silence()];
        Assert.Equal(Request, Convert.ToHexString(Assert.Single(frames).Bytes.Span));
        Assert.Equal(3, listener.Garbage);
    }

    [Fact]
    public void A_frame_that_breaks_off_is_garbage_after_the_silence_and_the_next_one_is_heard()
    {
        var listener = new RtuListener();
        Assert.Empty(listener.Hear(Convert.FromHexString(Response[..8])));
        Assert.Empty(listener.Silence());
        Assert.Equal(4, listener.Garbage);
        Assert.Single(listener.Hear(Convert.FromHexString(Request)));
    }

    [Fact]
    public void However_the_bytes_are_cut_the_frames_are_the_same() => Prop.ForAll((byte[] sizes) =>
    {
        byte[] line = Convert.FromHexString(Request + Response + Request + "0383026131");
        var listener = new RtuListener();
        List<ModbusFrame> frames = [];
        int at = 0;
        foreach (byte size in sizes)
        {
            int count = Math.Min(size % 9, line.Length - at);
            frames.AddRange(listener.Hear(line.AsSpan(at, count)));
            at += count;
        }
        frames.AddRange(listener.Hear(line.AsSpan(at)));
        return frames.Select(frame => frame.IsRequest).SequenceEqual([true, false, true, false]) && listener.Garbage == 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_taken_and_none_is_lost_from_the_count() => Prop.ForAll((byte[] noise) =>
    {
        var listener = new RtuListener();
        long heard = listener.Hear(noise).Concat(listener.Silence()).Sum(frame => frame.Bytes.Length);
        return heard + listener.Garbage == noise.Length;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0303000200026429", "Rtu request")]
    [InlineData("030304B85240E6ECC8", "Rtu response")]
    [InlineData("000100000006030300020002", "Mbap request")]
    [InlineData("3A3033303330303032303030324636 0D0A", "Ascii request")]
    [InlineData("0303000200026428", "")]
    [InlineData("", "")]
    public void Bytes_that_somebody_wrote_down_are_understood(string hex, string expected) => Assert.Equal(
        expected,
        string.Join(
            ", ",
            ModbusFrames.Understand(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)))
                .Select(frame => $"{frame.Framing} {(frame.IsRequest ? "request" : "response")}")));

    [Fact]
    public void A_wrong_check_sum_is_told_beside_the_right_one() =>
        Assert.Equal(((ushort)0x2964, (ushort)0x2864), ModbusFrames.Crc(Convert.FromHexString("0303000200026428")));

    private static byte[] Framed(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex), frame = new byte[bytes.Length + 2];
        RtuFrame.Write(bytes[0], bytes.AsSpan(1), frame);
        return frame;
    }
}
