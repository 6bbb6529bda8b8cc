using FsCheck;
using FsCheck.Fluent;
using Gateway.Fieldbus.Scales;

namespace Gateway.Fieldbus.Tests.Scales;

/// <summary>What must hold for every protocol, whatever a line brings.</summary>
public class ProtocolPropertyTests
{
    public static TheoryData<string> Protocols => [.. Samples.Names];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void What_a_device_says_is_what_is_read(string name) =>
        Prop.ForAll(Samples.Sayable(name).ToArbitrary(), said =>
        {
            var protocol = Samples.Protocol(name);
            byte[] frame = Samples.Frame(protocol, said);
            var (result, heard) = Reports.ReadAll(protocol, frame, out int left) is [var only] ? only : default;
            return (result == FrameResult.Report && left == 0 && heard == Samples.AsHeard(name, said, frame.Length))
                .Label($"said {Reports.Say(Samples.AsHeard(name, said, frame.Length))}, heard {result} {Reports.Say(heard)}");
        }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Any_bytes_get_an_answer_and_never_an_exception(string name) =>
        Prop.ForAll(Samples.Noise(name, 120).ToArbitrary(), noise =>
        {
            _ = Reports.ReadAll(Samples.Protocol(name), noise, out int left);
            return left < Samples.Protocol(name).MaximumFrame;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Any_split_of_the_bytes_gives_the_same_reports(string name) =>
        Prop.ForAll(Samples.Line(name).ToArbitrary(), Gen.Choose(1, 9).ArrayOf(20).ToArbitrary(), (bytes, cuts) =>
        {
            var protocol = Samples.Protocol(name);
            var whole = Reports.ReadAll(protocol, bytes, out _).Where(IsFrame);
            return InPieces(protocol, bytes, cuts).Where(IsFrame).SequenceEqual(whole);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Garbage_before_and_between_frames_costs_no_good_frame(string name) =>
        Prop.ForAll(
            Samples.Garbage(name).ToArbitrary(),
            Samples.Garbage(name).ToArbitrary(),
            Samples.Sayable(name).Two().ToArbitrary(),
            (before, between, said) =>
            {
                var protocol = Samples.Protocol(name);
                byte[] first = Samples.Frame(protocol, said.Item1);
                byte[] second = Samples.Frame(protocol, said.Item2);
                var heard = Reports.ReadAll(protocol, [.. before, .. first, .. between, .. second], out _)
                    .Where(IsFrame).Select(read => read.Report).ToList();
                WeightReport[] expected = [Samples.AsHeard(name, said.Item1, first.Length), Samples.AsHeard(name, said.Item2, second.Length)];
                return heard.SequenceEqual(expected).Label(string.Join(" | ", heard.Select(Reports.Say)));
            }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Protocols))]
    public void The_rest_of_a_frame_cut_off_in_front_costs_no_good_frame(string name) =>
        Prop.ForAll(Samples.Sayable(name).Two().ToArbitrary(), Gen.Choose(1, 60).ToArbitrary(), (said, cut) =>
        {
            var protocol = Samples.Protocol(name);
            byte[] broken = Samples.Frame(protocol, said.Item1);
            byte[] good = Samples.Frame(protocol, said.Item2);
            var heard = Reports.ReadAll(protocol, [.. broken.Skip(1 + (cut % broken.Length)), .. good], out _);
            return heard.Count > 0 && heard[^1].Result == FrameResult.Report && heard[^1].Report == Samples.AsHeard(name, said.Item2, good.Length);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_frame_cut_off_behind_costs_no_good_frame_after_it(string name) =>
        Prop.ForAll(Samples.Sayable(name).Two().ToArbitrary(), Gen.Choose(1, 60).ToArbitrary(), (said, cut) =>
        {
            var protocol = Samples.Protocol(name);
            byte[] whole = Samples.Frame(protocol, said.Item1);
            byte[] broken = [.. whole.Take(cut % whole.Length)];
            byte[] good = Samples.Frame(protocol, said.Item2);
            // When all but the check sum has come, the next frame's first byte is taken for it, and once in 128 times it is the right one.
            if (Reports.ReadAll(protocol, [.. broken, good[0]], out _).Any(IsFrame)) return true;
            var heard = Reports.ReadAll(protocol, [.. broken, .. good], out _);
            var expected = Samples.AsHeard(name, said.Item2, good.Length);
            bool isHeard = heard.Count > 0 && heard[^1].Result == FrameResult.Report && Samples.WithoutDoubt(name, heard[^1].Report) == expected;
            // A line without a beginning of its own ends where the next one does: both are lost, or read as one.
            return isHeard || !Samples.HasBeginning(name);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_changed_bit_is_never_read_as_another_weight_where_there_is_a_check_sum(string name)
    {
        if (!Samples.HasCheckSum(name)) return;
        Prop.ForAll(Samples.Sayable(name).ToArbitrary(), Gen.Choose(0, 500).ToArbitrary(), (said, bit) =>
        {
            var protocol = Samples.Protocol(name);
            byte[] frame = Samples.Frame(protocol, said);
            // Bit 7 is parity and no part of the frame.
            frame[bit / 7 % frame.Length] ^= (byte)(1 << (bit % 7));
            return Reports.ReadAll(protocol, frame, out _).All(read => read.Result != FrameResult.Report);
        }).QuickCheckThrowOnFailure();
    }

    private static bool IsFrame((FrameResult Result, WeightReport Report) read) => read.Result is FrameResult.Report or FrameResult.Refused;

    private static List<(FrameResult Result, WeightReport Report)> InPieces(ScaleProtocol protocol, byte[] bytes, int[] cuts)
    {
        List<(FrameResult, WeightReport)> all = [];
        List<byte> held = [];
        int at = 0;
        for (int piece = 0; at < bytes.Length; piece++)
        {
            int count = Math.Min(cuts[piece % cuts.Length], bytes.Length - at);
            held.AddRange(bytes.AsSpan(at, count));
            at += count;
            byte[] now = [.. held];
            all.AddRange(Reports.ReadAll(protocol, now, out int left));
            held = [.. now[^left..]];
        }
        return all;
    }
}
