using System.Globalization;
using Gateway.Hosting;

namespace Gateway.Cli.Doctor;

/// <summary>The machine itself: clock, zone, disk, memory.</summary>
internal static class MachineChecks
{
    public static IEnumerable<CheckResult> Run(DoctorCase what)
    {
        var clock = new WallClock(what.Time, DateTimeOffset.UnixEpoch.AddYears(50)).State();
        yield return Thresholds.Clock(clock, WallClock.MaximumError().TotalMilliseconds);
        yield return Zone(what);
        yield return Disk(what);
        yield return Memory();
    }

    private static CheckResult Zone(DoctorCase what)
    {
        var now = what.Time.GetUtcNow();
        string site = $"{what.Site.TimeZone} ({SiteZone.Of(what.Site.TimeZone).Offset(now)}, {SiteZone.Of(what.Site.TimeZone).Stamp(now)})";
        string machine = SiteZone.Of(null).Offset(now);
        return SiteZone.Of(what.Site.TimeZone).Offset(now) == machine
            ? CheckResult.Ok("timezone", "", site)
            : CheckResult.Ok("timezone", "", ($"{site}; this machine's own is {machine}, which only its logs use", $"{site}；本机时区为 {machine}，仅用于系统日志"));
    }

    private static CheckResult Disk(DoctorCase what)
    {
        string folder = what.Site.Buffer.Path;
        string? there = folder;
        while (there is not null && !Directory.Exists(there)) there = Path.GetDirectoryName(there);
        try
        {
            long held = what.Service?.Buffer.SizeBytes ?? 0;
            return Thresholds.Disk(folder, new DriveInfo(there ?? "/").AvailableFreeSpace, Math.Max(0, what.Site.Buffer.MaximumBytes - held));
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            return CheckResult.Skipped("disk", folder, unread.Message);
        }
    }

    private static CheckResult Memory()
    {
        try
        {
            // proc_meminfo(5): "MemAvailable:   123456 kB".
            string? line = File.ReadLines("/proc/meminfo").FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
            string[] words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
            return words.Length > 1 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long kilobytes)
                ? Thresholds.Memory(kilobytes * 1024)
                : CheckResult.Skipped("memory", "", ("the kernel does not say", "内核未提供"));
        }
        catch (IOException unread)
        {
            return CheckResult.Skipped("memory", "", unread.Message);
        }
    }
}
