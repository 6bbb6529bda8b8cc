using Gateway.Core.Profiles;

namespace Gateway.Core.Site;

/// <summary>Puts a profile's facts into the model's records.</summary>
internal static class DeviceBuilder
{
    /// <param name="every">The site's own period; null for the profile's.</param>
    public static PointModel Point(ProfilePoint point, int number, int device, string deviceName, TimeSpan? every)
    {
        var period = every ?? point.Every;
        return new PointModel
        {
            Number = number,
            Id = $"{deviceName}/{point.Name}",
            Name = point.Name,
            Device = device,
            Label = point.Label,
            Quantity = point.Quantity,
            Unit = point.Unit,
            Every = period,
            StaleAfter = period * 3 > point.StaleAfter ? period * 3 : point.StaleAfter,
            Decoding = point.Decoding,
            UnitSetting = point.UnitSetting,
        };
    }

    /// <summary>A device with everything that comes from its profile and bus; the caller gives it name, number, unit and points.</summary>
    public static DeviceModel Device(ProfileModel profile, ProfileDevice configured, BusModel bus) => new()
    {
        Number = 0,
        Name = "",
        Label = profile.Label,
        Bus = bus.Number,
        Unit = profile.Unit ?? 1,
        Scale = profile.Scale,
        ProfileName = profile.Name,
        ProfileVersion = profile.Version,
        Manufacturer = profile.Manufacturer,
        ModelName = profile.ModelName,
        Points = [],
        StatusWords = configured.StatusWords,
        Identity = profile.Identity,
        Variant = profile.Variant,
        Start = profile.Start,
        Ready = profile.Ready,
        Firmware = profile.FirmwareCheck,
        NeverWrite = profile.NeverWrite,
        Timeout = Timeout(profile, bus),
        RequestGap = profile.RequestGap is { } gap && gap > bus.RequestGap ? gap : bus.RequestGap,
        MaximumRegisters = profile.MaximumRegisters,
        MaximumBits = profile.MaximumBits,
        GapLimit = profile.GapLimit,
        ExactBlocks = profile.ExactBlocks,
        EvenStarts = profile.EvenStarts,
        ReadAllRegistersAs = profile.ReadAllRegistersAs,
    };

    /// <summary>The profile's time-out, but never less than what the site asks of the bus: a radio link is slower than any manual.</summary>
    private static TimeSpan Timeout(ProfileModel profile, BusModel bus)
    {
        if (profile.Timeout is not { } own) return bus.Timeout;
        return bus.Timeout == ProfileDefaults.Timeout || own > bus.Timeout ? own : bus.Timeout;
    }

    /// <summary>A device as the profile describes it, on no bus of any site: for tests and for questions to a device that belongs to none.</summary>
    public static DeviceModel Alone(ProfileModel profile, ProfileDevice? configured = null)
    {
        var bus = new BusModel { Number = 0, Name = "test", Transport = BusTransport.Tcp, Framing = BusFraming.Mbap, Address = "test", Display = "test" };
        return Device(profile, configured ?? new ProfileDevice([], []), bus) with { Name = "test" };
    }
}
