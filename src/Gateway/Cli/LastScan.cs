using Gateway.Cli.Commissioning;
using Gateway.Fieldbus.Serial;

namespace Gateway.Cli;

/// <summary>Which device of the last <c>envgw bus scan</c> is meant.</summary>
internal static class LastScan
{
    /// <summary>Whether there is one to go on with.</summary>
    public static bool Exists => ScanFile.TryLoad() is not null;

    /// <param name="unit">Null when there is only one.</param>
    /// <param name="scan">The scan that found it.</param>
    /// <returns>The exit code after what is in the way has been reported; 0 with a device.</returns>
    public static int TryChoose(CommandContext context, int? unit, out ScanFile? scan, out ScanFinding? device)
    {
        device = null;
        scan = ScanFile.TryLoad();
        if (scan is null) return BusOptions.Refuse(context, ("there is no last scan", "没有上次扫描的结果"), "envgw bus scan /dev/ttyUSB0");
        var present = scan.Found.Where(one => one.IsPresent).ToList();
        var fitting = present.Where(one => unit is null || one.Unit == unit).ToList();
        if (fitting is [var only])
        {
            device = only;
            return ExitCode.Fine;
        }
        string units = string.Join(", ", present.Select(one => $"-u {one.Unit}"));
        return fitting.Count == 0
            ? BusOptions.Refuse(context, ("the last scan found no such device", "上次扫描没有找到该设备"), units.Length > 0 ? units : $"envgw bus scan {scan.Bus}")
            : BusOptions.Refuse(context, ("the last scan found several devices; say which", "上次扫描找到多台设备，请指明是哪一台"), units);
    }

    /// <summary>The line settings at which the last scan heard a unit on a port, or the only ones at which it heard anybody.</summary>
    /// <returns>Null when it was another port, or heard them at several.</returns>
    public static (SerialSettings? Serial, bool IsAscii) SettingsOn(string port, int? unit)
    {
        if (ScanFile.TryLoad() is not { } scan || scan.Bus != port) return (null, false);
        var words = scan.Found.Where(one => one.IsPresent && (unit is null || one.Unit == unit)).Select(one => one.Serial).Distinct().ToList();
        return words is [{ } word] && SerialSettings.TryParse(word, out var serial, out _) ? (serial, scan.Framing == "ascii") : (null, false);
    }

    /// <summary>The profile that all identity checks agree with, when it is the only one: one of several that fit is never guessed.</summary>
    public static string? ProfileOf(ScanFinding? device) => ProfilesOf(device) is [var only] ? only : null;

    /// <summary>Every profile that all identity checks agree with.</summary>
    public static IReadOnlyList<string> ProfilesOf(ScanFinding? device) =>
        [.. (device?.LooksLike ?? []).Where(likeness => likeness.Checks > 0 && likeness.Agreed == likeness.Checks).Select(likeness => likeness.Profile)];
}
