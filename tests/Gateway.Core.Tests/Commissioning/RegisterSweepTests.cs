using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Core.Tests.Commissioning;

public class RegisterSweepTests
{
    [Fact]
    public void Finds_exactly_the_registers_that_are_there() => Prop.ForAll((int[] present) =>
    {
        var there = present.Select(address => Math.Abs(address % 300)).ToHashSet();
        var sweep = new RegisterSweep([Range(0, 300)], 125);
        Play(sweep, range => Enumerable.Range(range.Address, range.Quantity).All(there.Contains) ? null : ModbusExceptionCode.IllegalDataAddress);
        return sweep.Runs.SelectMany(run => Enumerable.Range(run.Address, run.Count)).ToHashSet().SetEquals(there);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Registers_are_never_asked_a_third_time_when_they_were_silent_twice()
    {
        var sweep = new RegisterSweep([Range(0, 100)], 50);
        var asked = new int[100];
        // The device answers the second half and hangs whenever register 7 is touched.
        while (sweep.Next() is { } range)
        {
            for (int at = range.Address; at < range.End; at++) asked[at]++;
            bool isSilent = range.Address <= 7 && range.End > 7;
            sweep.Answered(isSilent ? Silence : Ok, new byte[2 * range.Quantity]);
        }
        Assert.All(asked, count => Assert.InRange(count, 1, 2));
        Assert.Equal([Range(0, 25)], sweep.Silent);
        Assert.Equal([(25, 75)], sweep.Runs.Select(run => (run.Address, run.Count)));
    }

    [Fact]
    public void A_unit_that_never_says_anything_is_given_up()
    {
        var sweep = new RegisterSweep([Range(0, 65_535)], 125);
        int asked = 0;
        while (sweep.Next() is not null)
        {
            sweep.Answered(Silence, default);
            asked++;
        }
        Assert.True(sweep.IsAbsent);
        Assert.Equal(3, asked);
    }

    [Fact]
    public void A_table_that_the_device_does_not_know_is_asked_once()
    {
        var sweep = new RegisterSweep([new RegisterRange(RegisterTable.InputRegister, 0, 1000), Range(0, 10)], 100);
        List<RegisterTable> asked = [];
        while (sweep.Next() is { } range)
        {
            asked.Add(range.Table);
            sweep.Answered(range.Table == RegisterTable.InputRegister ? Refused(ModbusExceptionCode.IllegalFunction) : Ok, new byte[2 * range.Quantity]);
        }
        Assert.Equal([RegisterTable.InputRegister, RegisterTable.HoldingRegister], asked);
    }

    [Fact]
    public void A_device_that_takes_only_short_requests_is_asked_in_short_ones()
    {
        var sweep = new RegisterSweep([Range(0, 250)], 125);
        int refusals = Play(sweep, range => range.Quantity > 32 ? ModbusExceptionCode.IllegalDataValue : null);
        Assert.Equal([(0, 250)], sweep.Runs.Select(run => (run.Address, run.Count)));
        Assert.InRange(refusals, 1, 4);
    }

    [Fact]
    public void A_hole_that_is_refused_like_a_long_request_does_not_make_the_whole_sweep_one_of_single_registers()
    {
        var sweep = new RegisterSweep([Range(0, 10_000)], 125);
        int answered = 0;
        // Nothing stands at 3 and at 5 to 9, and the device says 03 where others say 02.
        int refusals = Play(sweep, range =>
        {
            bool isHole = range.Address <= 9 && range.End > 3 && Enumerable.Range(range.Address, range.Quantity).Any(at => at is 3 or (>= 5 and <= 9));
            if (!isHole) answered++;
            return isHole ? ModbusExceptionCode.IllegalDataValue : null;
        });
        Assert.Equal([(0, 3), (4, 1), (10, 9_990)], sweep.Runs.Select(run => (run.Address, run.Count)));
        Assert.InRange(answered + refusals, 80, 200);
    }

    [Fact]
    public void Finds_exactly_the_registers_that_are_there_also_when_holes_and_long_requests_are_refused_alike() => Prop.ForAll((int[] present, byte limit) =>
    {
        var there = present.Select(address => Math.Abs(address % 300)).ToHashSet();
        var sweep = new RegisterSweep([Range(0, 300)], 125);
        int most = 1 + (limit % 125);
        Play(sweep, range => range.Quantity <= most && Enumerable.Range(range.Address, range.Quantity).All(there.Contains)
            ? null
            : ModbusExceptionCode.IllegalDataValue);
        return sweep.Runs.SelectMany(run => Enumerable.Range(run.Address, run.Count)).ToHashSet().SetEquals(there);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(ModbusExceptionCode.ServerDeviceBusy)]
    [InlineData(ModbusExceptionCode.Acknowledge)]
    public void A_device_that_is_busy_is_asked_again_and_its_registers_are_never_taken_for_missing(ModbusExceptionCode notNow)
    {
        var sweep = new RegisterSweep([Range(0, 100)], 50);
        int asked = 0;
        // Busy at the first request, and whenever the second half is asked for.
        Play(sweep, range => asked++ == 0 || range.Address >= 50 ? notNow : null);
        Assert.Equal([(0, 50)], sweep.Runs.Select(run => (run.Address, run.Count)));
        Assert.Equal([Range(50, 50)], sweep.Silent);
        Assert.Equal(4, asked);
    }

    private static int Play(RegisterSweep sweep, Func<RegisterRange, ModbusExceptionCode?> refusal)
    {
        int refusals = 0;
        while (sweep.Next() is { } range)
        {
            if (refusal(range) is { } code)
            {
                refusals++;
                sweep.Answered(Refused(code), default);
            }
            else sweep.Answered(Ok, new byte[2 * range.Quantity]);
        }
        return refusals;
    }

    private static RegisterRange Range(ushort address, ushort quantity) => new(RegisterTable.HoldingRegister, address, quantity);

    private static ModbusAnswer Ok => new(ModbusOutcome.Ok, 2, ModbusExceptionCode.None, default, default, null);

    private static ModbusAnswer Silence => new(ModbusOutcome.NoAnswer, 0, ModbusExceptionCode.None, default, default, null);

    private static ModbusAnswer Refused(ModbusExceptionCode code) => new(ModbusOutcome.Exception, 0, code, default, default, null);
}
