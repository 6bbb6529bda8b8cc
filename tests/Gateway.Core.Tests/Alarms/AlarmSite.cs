using Gateway.Core.Alarms;
using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Alarms;

/// <summary>Makes site models for tests: devices with points p0, p1 … and whatever alarms a test wants.</summary>
internal sealed class AlarmSite
{
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(30);

    private readonly List<DeviceModel> _devices = [];
    private readonly List<PointModel> _points = [];
    private readonly List<AlarmModel> _alarms = [];

    /// <returns>Itself; the device's points are numbered on from the points before.</returns>
    public AlarmSite Device(string name, int points)
    {
        int first = _points.Count;
        int device = _devices.Count;
        for (int i = 0; i < points; i++) _points.Add(Point(first + i, device, name, $"p{i}"));
        _devices.Add(new DeviceModel
        {
            Number = device,
            Name = name,
            Label = new LocalizedText(name),
            Bus = 0,
            Unit = (byte)(device + 1),
            ProfileName = "test/device",
            ProfileVersion = "1.0.0",
            Points = [.. Enumerable.Range(first, points)],
            Timeout = TimeSpan.FromSeconds(1),
            RequestGap = TimeSpan.Zero,
        });
        return this;
    }

    public AlarmSite Limit(AlarmKind kind, int point, double setpoint, double deadband = 0, double onDelay = 0, double offDelay = 0) =>
        Alarm(kind, _points[point].Device, point, onDelay, offDelay, setpoint, deadband);

    public AlarmSite OnDevice(AlarmKind kind, int device, double onDelay = 0, double offDelay = 0) =>
        Alarm(kind, device, null, onDelay, offDelay, 0, 0);

    public SiteModel Build() => new()
    {
        Id = "nt-h07",
        Name = new LocalizedText("Test site"),
        TimeZone = "Asia/Shanghai",
        Buses =
        [
            new BusModel
            {
                Number = 0,
                Name = "hall",
                Transport = BusTransport.Tcp,
                Framing = BusFraming.Mbap,
                Address = "127.0.0.1",
                Port = 502,
                Display = "tcp://127.0.0.1:502",
            },
        ],
        Devices = _devices,
        Points = _points,
        Alarms = _alarms,
        Feeds = [],
        Buffer = new BufferSettings { Path = "" },
        Digest = "0",
    };

    private AlarmSite Alarm(AlarmKind kind, int device, int? point, double onDelay, double offDelay, double setpoint, double deadband)
    {
        string place = point is { } number ? _points[number].Id : _devices[device].Name;
        _alarms.Add(new AlarmModel
        {
            Number = _alarms.Count,
            Id = $"{place}/{AlarmKindText.Of(kind)}",
            Kind = kind,
            Device = device,
            Point = point,
            Setpoint = setpoint,
            Deadband = deadband,
            OnDelay = TimeSpan.FromSeconds(onDelay),
            OffDelay = TimeSpan.FromSeconds(offDelay),
            Priority = 2,
            Source = "site",
        });
        return this;
    }

    private static PointModel Point(int number, int device, string deviceName, string name) => new()
    {
        Number = number,
        Id = $"{deviceName}/{name}",
        Name = name,
        Device = device,
        Label = new LocalizedText(name),
        Quantity = "turbidity",
        Unit = "{NTU}",
        Every = TimeSpan.FromSeconds(1),
        StaleAfter = StaleAfter,
        Decoding = new PointDecoding
        {
            Reference = new RegisterReference(new RegisterRange(RegisterTable.HoldingRegister, (ushort)number, 1), RegisterType.UInt16),
        },
    };
}
