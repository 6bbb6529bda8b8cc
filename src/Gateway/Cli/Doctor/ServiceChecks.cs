using Gateway.Hosting;

namespace Gateway.Cli.Doctor;

/// <summary>The running service: there, of this version, on this configuration, with a sound buffer.</summary>
internal static class ServiceChecks
{
    public static IEnumerable<CheckResult> Run(DoctorCase what, CancellationToken stop)
    {
        if (what.Service is not { } service)
        {
            yield return CheckResult.Problem("service", "", ("not running, or this user may not ask it", "未运行，或当前用户无权询问"), "systemctl status envgw");
            yield return CheckResult.Ok("version", "", $"envgw {ProgramVersion.Text}");
            foreach (var result in StoreChecks.Run(what, stop)) yield return result;
            yield break;
        }
        string running = AgeText.Of(service.Now - service.Started, what.Context.Language);
        yield return CheckResult.Ok("service", "", ($"running {running}", $"已运行 {running}"));
        yield return service.Version == ProgramVersion.Text
            ? CheckResult.Ok("version", "", $"envgw {service.Version}")
            : CheckResult.Warning("version", "",
                ($"the service is {service.Version}, this command {ProgramVersion.Text}", $"服务版本 {service.Version}，本命令版本 {ProgramVersion.Text}"),
                "sudo systemctl restart envgw");
        yield return service.Configuration == what.Site.Digest
            ? CheckResult.Ok("configuration", "", ("the service runs what the files say", "服务正在运行文件中的配置"))
            : CheckResult.Warning("configuration", "", ("the files were changed since the service was started", "服务启动后文件已更改"), "sudo systemctl restart envgw");
        if (service.Files is { } files) yield return Thresholds.Files(files);
        yield return Buffer(service.Buffer);
        if (service.History is { } history) yield return History(history, service.Buffer.Path);
    }

    private static CheckResult History(HistoryStatus history, string folder)
    {
        if (history.LastError is { } error)
            return CheckResult.Problem("history", folder, ($"not written: {error}", $"无法写入：{history.LastErrorZh}"), $"df -h {folder}");
        return history.SetAside > 0
            ? CheckResult.Warning(
                "history", folder, ($"{Plural.Of(history.SetAside, "damaged day file")} set aside", $"{history.SetAside} 个损坏的日文件已隔离"), "envgw buffer verify")
            : CheckResult.Ok("history", folder, ($"written, {Plural.Of(history.Days, "day")}", $"写入正常，{history.Days} 天"));
    }

    private static CheckResult Buffer(BufferStatus buffer)
    {
        if (buffer.State != "healthy")
            return CheckResult.Problem("buffer", buffer.Path, ($"degraded: {buffer.LastError}", $"降级：{buffer.LastErrorZh}"), $"df -h {buffer.Path}");
        return buffer.Loss is { } loss
            ? CheckResult.Warning("buffer", buffer.Path, (loss, buffer.LossZh ?? loss))
            : CheckResult.Ok("buffer", buffer.Path, ("verified when it was opened; healthy since", "打开时已校验，此后正常"));
    }
}
