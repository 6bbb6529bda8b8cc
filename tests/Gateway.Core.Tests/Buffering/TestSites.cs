using Gateway.Core.Alarms;
using Gateway.Core.Buffering;
using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Buffering;

/// <summary>Site models with as many points as a test asks for, all of one device.</summary>
internal static class TestSites
{
    public static Layout LayoutOf(int points) => Layout.Of(Model(points));

    public static SiteModel Model(int points) => new()
    {
        Id = "nt-h07",
        Name = new LocalizedText("Nantong Hospital 7", "南通市第七医院"),
        TimeZone = "Asia/Shanghai",
        Buses = [],
        Devices = [Device(points)],
        Points = [.. Enumerable.Range(0, points).Select(Point)],
        Alarms = [Alarm()],
        Feeds = [],
        Buffer = new BufferSettings { Path = "/nowhere" },
        Digest = "",
    };

    private static DeviceModel Device(int points) => new()
    {
        Number = 0,
        Name = "outlet",
        Label = new LocalizedText("Outlet", "出水"),
        Bus = 0,
        Unit = 1,
        Class = "plant-outlet",
        ProfileName = "water/acme",
        ProfileVersion = "1.0.0",
        Points = [.. Enumerable.Range(0, points)],
        Timeout = TimeSpan.FromSeconds(1),
        RequestGap = TimeSpan.Zero,
    };

    private static PointModel Point(int number) => new()
    {
        Number = number,
        Id = $"outlet/point{number}",
        Name = $"point{number}",
        Device = 0,
        Label = new LocalizedText($"Point {number}"),
        Quantity = "turbidity",
        Unit = "{NTU}",
        Every = TimeSpan.FromSeconds(1),
        StaleAfter = TimeSpan.FromSeconds(10),
        Decoding = new PointDecoding
        {
            Reference = new RegisterReference(new RegisterRange(RegisterTable.HoldingRegister, (ushort)number, 1), RegisterType.UInt16),
            Range = (0, 14),
        },
    };

    private static AlarmModel Alarm() => new()
    {
        Number = 0,
        Id = "outlet/point0/high",
        Kind = AlarmKind.High,
        Device = 0,
        Point = 0,
        Setpoint = 0.8,
        Deadband = 0.05,
        OnDelay = TimeSpan.FromSeconds(60),
        Priority = 2,
        Source = "site",
    };
}
