using Gateway.Core.Acquisition.Lending;
using Gateway.Core.Profiles;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition;

/// <summary>Acquisition's log: edges, not levels. Events 2000 to 2999.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Information, "Bus {Bus} is open ({Display})")]
    public static partial void BusOpened(ILogger logger, string bus, string display);

    [LoggerMessage(2002, LogLevel.Warning, "Bus {Bus} is lost ({Display}), all its points read Bad until it returns: {Detail}")]
    public static partial void BusLost(ILogger logger, string bus, string display, string detail);

    [LoggerMessage(2003, LogLevel.Warning, "Unit {Unit} on {Bus} does not answer ({Reason}); its points read Bad until it does")]
    public static partial void UnitSilent(ILogger logger, byte unit, string bus, string reason);

    [LoggerMessage(2004, LogLevel.Information, "Unit {Unit} on {Bus} answers again after {Silence}")]
    public static partial void UnitReturned(ILogger logger, byte unit, string bus, TimeSpan silence);

    [LoggerMessage(2005, LogLevel.Warning, "Device {Device} refuses {Range}; the points in it read Bad, and it is asked again in an hour")]
    public static partial void AddressRefused(ILogger logger, string device, RegisterRange range);

    [LoggerMessage(2006, LogLevel.Error, "Device {Device} is not what its profile describes: {Range} is {Found} and should be {Expected}; its points read Bad")]
    public static partial void WrongDevice(ILogger logger, string device, RegisterRange range, string found, double expected);

    [LoggerMessage(2007, LogLevel.Information, "Device {Device} is again what its profile describes")]
    public static partial void RightDevice(ILogger logger, string device);

    [LoggerMessage(2020, LogLevel.Warning, "Device {Device}: {Trouble}; its values stay as they are")]
    public static partial void FirmwareMismatch(ILogger logger, string device, string trouble);

    [LoggerMessage(2021, LogLevel.Warning, "Device {Device} was not started: the step at {Range} was answered {Quality}")]
    public static partial void StartFailed(ILogger logger, string device, RegisterRange range, string quality);

    [LoggerMessage(2008, LogLevel.Critical, "Polling {Device} failed by a fault of ours; its points read Bad, and it is tried again in {Pause}")]
    public static partial void PollFailed(ILogger logger, Exception fault, string device, TimeSpan pause);

    [LoggerMessage(2009, LogLevel.Warning, "Bus {Bus} is lent to {Borrower} for {Span}; its points read Bad (maintenance) until it is back")]
    public static partial void BusLent(ILogger logger, string bus, Borrower borrower, TimeSpan span);

    [LoggerMessage(2010, LogLevel.Information, "Bus {Bus} is back from {Borrower} ({Why}); polling goes on")]
    public static partial void BusBack(ILogger logger, string bus, Borrower borrower, LeaseEnd why);

    [LoggerMessage(2011, LogLevel.Warning, "Scale {Device} on {Bus} gives no weight ({Reason}); its points read Bad until it does")]
    public static partial void ScaleSilent(ILogger logger, string device, string bus, string reason);

    [LoggerMessage(2012, LogLevel.Information, "Scale {Device} on {Bus} gives weights again after {Silence}")]
    public static partial void ScaleReturned(ILogger logger, string device, string bus, TimeSpan silence);
}
