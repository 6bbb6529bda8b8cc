using Gateway.Core.Acquisition;
using Gateway.Core.Documents;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Fieldbus.Transports;
using Gateway.Hosting;

namespace Gateway.Tests.Hosting;

public class BusStatusTests
{
    private static readonly SiteModel _site = new()
    {
        Id = "test",
        Name = new LocalizedText("Test"),
        TimeZone = "UTC",
        Buses = [],
        Devices =
        [
            new DeviceModel
            {
                Number = 0,
                Name = "outlet",
                Label = new LocalizedText("Outlet"),
                Bus = 0,
                Unit = 1,
                ProfileName = "test/device",
                ProfileVersion = "1.0.0",
                Points = [],
                Timeout = TimeSpan.FromSeconds(1),
                RequestGap = TimeSpan.Zero,
            },
        ],
        Points = [],
        Alarms = [],
        Feeds = [],
        Buffer = new BufferSettings { Path = "unused" },
        Digest = "00",
    };

    [Theory]
    [InlineData(BusState.Open, UnitState.Answering, "answering", null, 1)]
    [InlineData(BusState.Open, UnitState.Silent, "silent", "timeout", 0)]
    [InlineData(BusState.Lost, UnitState.Answering, "silent", "comm-failure", 0)]
    [InlineData(BusState.Lost, UnitState.Starting, "silent", "comm-failure", 0)]
    public void No_device_is_said_to_answer_on_a_bus_that_is_lost(object bus, object unit, string state, string? reason, int answering)
    {
        var quality = (UnitState)unit == UnitState.Silent ? Quality.Bad(QualityReason.Timeout) : Quality.Good;
        var device = new UnitSnapshot(1, [0], (UnitState)unit, quality, default, 0, default, new Dictionary<int, Wording>(), []);
        var status = BusStatus.Of(_site, new BusSnapshot(0, "plant", "tcp://192.0.2.20:502", (BusState)bus, null, 0, default, 0, 0, 0, 0, [device]));
        Assert.Equal(reason is null, status.Devices[0].ReasonZh is null);
        Assert.DoesNotMatch("[a-z]", status.Devices[0].ReasonZh ?? "");
        Assert.Equal((state, reason, answering), (status.Devices[0].State, status.Devices[0].Reason, status.Answering));
    }

    [Theory]
    [InlineData(TransportFault.Refused, "对方拒绝连接")]
    [InlineData(TransportFault.NotFound, "没有该串口，或地址无法到达")]
    [InlineData(null, "连接中断")]
    public void Why_a_bus_is_lost_is_said_in_both_languages(TransportFault? fault, string chinese)
    {
        var trouble = new LinkTrouble("Connection refused", fault);
        var status = BusStatus.Of(_site, new BusSnapshot(0, "plant", "tcp://192.0.2.20:502", BusState.Lost, trouble, 0, default, 0, 0, 0, 0, []));
        Assert.Equal(("Connection refused", chinese), (status.Detail, status.DetailZh));
    }
}
