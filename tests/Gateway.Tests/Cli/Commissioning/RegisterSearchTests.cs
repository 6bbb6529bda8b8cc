using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;
using Gateway.Simulation;
using Gateway.Tests.Simulation;

namespace Gateway.Tests.Cli.Commissioning;

/// <summary>A search over whole tables meets the registers of every shipped device, which refuses every block that holds one that it lacks.</summary>
public class RegisterSearchTests(ITestOutputHelper notes)
{
    private const int Most = 100;

    public static TheoryData<string> Profiles => [.. ProfileSite.Names.Except(ProfileSite.Scales)];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_number_of_a_shipped_device_is_met_before_each_address_is_asked_for(string profile)
    {
        var site = ProfileSite.Of(profile, port: 502);
        var device = site.Devices[0];
        var bus = new SimulatedBus(site.Buses[0], [new SimulatedUnit(site, device)]);
        RegisterRange[] wanted = [.. site.Points.Select(point => RangeOf(device, point)).Where(range => !range.IsBits)];
        RegisterRange[] first = [new(RegisterTable.HoldingRegister, 0, 200), new(RegisterTable.InputRegister, 0, 200)];
        var sweep = new RegisterSweep(first, Most);
        var asked = new RegisterSearch.Asked();
        foreach (var range in first) asked.Add(range);
        int requests = Play(bus, device.Unit, sweep);
        foreach (var stage in SearchStage.All.SkipLast(1))
        {
            if (wanted.All(range => IsMet(sweep, range))) break;
            requests += Play(bus, device.Unit, new RegisterSearch(sweep, stage, asked));
        }
        notes.WriteLine($"{profile}: {requests} requests");
        Assert.All(wanted, range => Assert.True(IsMet(sweep, range), $"{range}"));
    }

    [Fact]
    public void The_last_stage_asks_for_everything_that_is_left_and_for_nothing_twice()
    {
        var asked = new RegisterSearch.Asked();
        var sweep = new RegisterSweep([], Most);
        var count = new int[2, 65_536];
        foreach (var stage in SearchStage.All)
        {
            var search = new RegisterSearch(sweep, stage, asked);
            while (search.Next() is { } range)
            {
                for (int address = range.Address; address < range.End; address++) count[range.Table == RegisterTable.HoldingRegister ? 0 : 1, address]++;
                search.Answered(new ModbusAnswer(ModbusOutcome.Exception, 0, ModbusExceptionCode.IllegalDataAddress, default, default, null), default);
            }
        }
        Assert.All(count.Cast<int>(), times => Assert.Equal(1, times));
    }

    [Fact]
    public void A_device_that_is_silent_about_what_it_lacks_is_given_up()
    {
        var search = new RegisterSearch(new RegisterSweep([], Most), SearchStage.All[0], new RegisterSearch.Asked());
        search.Next();
        search.Answered(new ModbusAnswer(ModbusOutcome.Ok, 2, default, default, default, null), new byte[2]);
        int requests = 0;
        while (search.Next() is not null)
        {
            search.Answered(new ModbusAnswer(ModbusOutcome.NoAnswer, 0, default, default, default, null), default);
            requests++;
        }
        Assert.True(search.IsGivenUp);
        Assert.Equal(8, requests);
    }

    private static int Play(SimulatedBus bus, byte unit, IRegisterQuestions questions)
    {
        int requests = 0;
        var data = new byte[256];
        while (questions.Next() is { } range)
        {
            requests++;
            var request = range.Table == RegisterTable.InputRegister
                ? ModbusRequest.ReadInputRegisters(range.Address, range.Quantity)
                : ModbusRequest.ReadHoldingRegisters(range.Address, range.Quantity);
            var reply = bus.Answer(unit, request, data);
            bool isData = reply is { IsSilent: false, Exception: ModbusExceptionCode.None };
            questions.Answered(
                new ModbusAnswer(isData ? ModbusOutcome.Ok : ModbusOutcome.Exception, isData ? 2 * range.Quantity : 0, isData ? default : reply.Exception,
                    default, default, null),
                isData ? data.AsSpan(0, 2 * range.Quantity) : default);
        }
        return requests;
    }

    private static bool IsMet(RegisterSweep sweep, RegisterRange range) => sweep.Runs.Any(run => run.Holds(range.Table, range.Address, range.Quantity));

    private static RegisterRange RangeOf(DeviceModel device, PointModel point) =>
        point.Decoding.Reference.Range is { IsBits: false } range && device.ReadAllRegistersAs is { } table
            ? range with { Table = table } : point.Decoding.Reference.Range;
}
