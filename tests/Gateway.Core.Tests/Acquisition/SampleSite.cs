using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Acquisition;

/// <summary>Builds small models of buses, devices and points for tests; numbers follow the order of calls.</summary>
internal sealed class SampleSite
{
    private readonly List<BusModel> _buses = [];
    private readonly List<DeviceModel> _devices = [];
    private readonly List<PointModel> _points = [];

    public SiteModel Build() => new()
    {
        Id = "test",
        Name = new LocalizedText("Test"),
        TimeZone = "UTC",
        Buses = _buses,
        Devices = _devices,
        Points = _points,
        Alarms = [],
        Feeds = [],
        Buffer = new BufferSettings { Path = "unused" },
        Digest = "00",
    };

    public IReadOnlyList<PointModel> PointsOf(DeviceModel device) => [.. _points.Where(p => p.Device == device.Number)];

    public BusModel Bus(string address = "127.0.0.1", int port = 502, int inFlight = 1)
    {
        var bus = new BusModel
        {
            Number = _buses.Count,
            Name = $"bus{_buses.Count}",
            Transport = BusTransport.Tcp,
            Framing = BusFraming.Mbap,
            Address = address,
            Port = port,
            MaximumInFlight = inFlight,
            Display = $"tcp://{address}:{port}",
        };
        _buses.Add(bus);
        return bus;
    }

    public DeviceModel Device(BusModel bus, byte unit, Func<DeviceModel, DeviceModel>? with, params PointModel[] points)
    {
        var device = new DeviceModel
        {
            Number = _devices.Count,
            Name = $"device{_devices.Count}",
            Label = new LocalizedText("Device"),
            Bus = bus.Number,
            Unit = unit,
            ProfileName = "test/device",
            ProfileVersion = "1.0.0",
            Points = [.. Enumerable.Range(_points.Count, points.Length)],
            Timeout = TimeSpan.FromSeconds(1),
            RequestGap = TimeSpan.Zero,
        };
        if (with is not null) device = with(device);
        _devices.Add(device);
        foreach (var point in points) _points.Add(point with { Number = _points.Count, Id = $"{device.Name}/{point.Name}", Device = device.Number });
        return device;
    }

    public static PointModel Point(string name, RegisterReference reference, Func<PointDecoding, PointDecoding>? with = null, TimeSpan? every = null)
    {
        var decoding = new PointDecoding { Reference = reference };
        return new PointModel
        {
            Number = 0,
            Id = name,
            Name = name,
            Device = 0,
            Label = new LocalizedText(name),
            Quantity = "other",
            Unit = "",
            Every = every ?? TimeSpan.FromSeconds(1),
            StaleAfter = TimeSpan.FromSeconds(10),
            Decoding = with is null ? decoding : with(decoding),
        };
    }

    /// <summary>As many points as asked, one holding register each, from an address on.</summary>
    public static PointModel[] Words(int first, int count, TimeSpan? every = null) =>
        [.. Enumerable.Range(first, count).Select(a => Point($"p{a}", Holding(a), every: every))];

    public static RegisterReference Holding(
        int address, RegisterType type = RegisterType.UInt16, ByteOrder order = ByteOrder.ABCD, ulong? mask = null, int quantity = 0) =>
        new(new RegisterRange(RegisterTable.HoldingRegister, (ushort)address, (ushort)(quantity > 0 ? quantity : WidthOf(type))), type, order, mask);

    private static int WidthOf(RegisterType type) => type switch
    {
        RegisterType.UInt32 or RegisterType.Int32 or RegisterType.Float32 or RegisterType.SignMagnitude32 or RegisterType.Bcd32 => 2,
        RegisterType.UInt64 or RegisterType.Int64 or RegisterType.Float64 => 4,
        _ => 1,
    };
}
