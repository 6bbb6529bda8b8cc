using System.Globalization;
using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Gateway.Hosting;

namespace Gateway.Cli.Doctor;

/// <summary>When a measured quantity is a warning or a problem. Pure: tested as tables.</summary>
internal static class Thresholds
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>Below this the store cannot work: a checkpoint of its log needs room.</summary>
    private const long LeastDisk = 100 * Megabyte;

    private const long LeastMemory = 64 * Megabyte, ComfortableMemory = 150 * Megabyte;

    /// <summary>For each feed, bus and visitor a few; below this the service may die of the next one.</summary>
    private const long LeastFiles = 64, ComfortableFiles = 256;

    private static readonly TimeSpan _renewBefore = TimeSpan.FromDays(30);

    /// <param name="free">Bytes free where the buffer lies.</param>
    /// <param name="wanted">Bytes that the buffer may still grow by.</param>
    public static CheckResult Disk(string folder, long free, long wanted) => free switch
    {
        < LeastDisk => CheckResult.Problem("disk", folder, ($"only {SizeText.Of(free)} free", $"仅剩 {SizeText.Of(free)}"), $"df -h {folder}"),
        _ when free < wanted => CheckResult.Warning(
            "disk", folder,
            ($"{SizeText.Of(free)} free, but the buffer may still grow by {SizeText.Of(wanted)}: lower buffer maximum",
                $"剩余 {SizeText.Of(free)}，但断网缓存还可能增长 {SizeText.Of(wanted)}：请减小 buffer 的 maximum"),
            $"df -h {folder}"),
        _ => CheckResult.Ok("disk", folder, ($"{SizeText.Of(free)} free", $"剩余 {SizeText.Of(free)}")),
    };

    /// <param name="available">Bytes that can be had without swapping (MemAvailable, proc_meminfo(5)).</param>
    public static CheckResult Memory(long available)
    {
        Wording text = ($"{SizeText.Of(available)} available", $"可用 {SizeText.Of(available)}");
        if (available < LeastMemory) return CheckResult.Problem("memory", "", text, "free -h");
        return available < ComfortableMemory ? CheckResult.Warning("memory", "", text, "free -h") : CheckResult.Ok("memory", "", text);
    }

    /// <summary>Without a free descriptor nothing can be connected or opened, and the runtime ends the process when it wants a thread.</summary>
    public static CheckResult Files(FilesStatus files)
    {
        long free = files.Most - files.Open;
        Wording text = ($"{files.Open} open of {files.Most}", $"已打开 {files.Open}，上限 {files.Most}");
        if (free >= ComfortableFiles) return CheckResult.Ok("files", "", text);
        const string next = "sudo systemctl edit envgw";
        Wording raise = ($"{text.English}: raise LimitNOFILE of the service", $"{text.Chinese}：请提高服务的 LimitNOFILE");
        return free < LeastFiles ? CheckResult.Problem("files", "", raise, next) : CheckResult.Warning("files", "", raise, next);
    }

    /// <param name="whose">Whose certificate, in words.</param>
    public static CheckResult Certificate(string subject, Wording whose, DateTimeOffset from, DateTimeOffset until, DateTimeOffset now)
    {
        string day = until.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (now < from)
            return CheckResult.Problem(
                "certificate", subject, ($"{whose.English} is not valid yet; is the clock right?", $"{whose.Chinese}尚未生效；时钟是否正确？"), "timedatectl");
        if (now >= until) return CheckResult.Problem("certificate", subject, ($"{whose.English} ended on {day}", $"{whose.Chinese}已于 {day} 过期"));
        return until - now < _renewBefore
            ? CheckResult.Warning("certificate", subject, ($"{whose.English} ends on {day}: renew it", $"{whose.Chinese}将于 {day} 到期，请更新"))
            : CheckResult.Ok("certificate", subject, ($"{whose.English} is valid until {day}", $"{whose.Chinese}有效期至 {day}"));
    }

    public static CheckResult Clock(ClockState state, double errorMs) => state switch
    {
        ClockState.Unset => CheckResult.Problem("clock", "", ("certainly wrong", "时间明显错误"), "timedatectl"),
        ClockState.Synchronized =>
            CheckResult.Ok("clock", "", ($"synchronised, within {Math.Ceiling(errorMs):0} ms", $"已同步，误差不超过 {Math.Ceiling(errorMs):0} ms")),
        _ => CheckResult.Warning(
            "clock", "", ("nothing synchronises it; its readings carry wrong times when it drifts", "未同步；走时偏差会使读数时间不准"), "timedatectl set-ntp true"),
    };
}
