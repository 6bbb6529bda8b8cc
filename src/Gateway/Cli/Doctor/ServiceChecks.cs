using Gateway.Hosting;

namespace Gateway.Cli.Doctor;

/// <summary>The running service: there, of this version, on this configuration, with a sound buffer.</summary>
internal static class ServiceChecks
{
    public static IEnumerable<CheckResult> Run(DoctorCase what)
    {
        if (what.Service is not { } service)
        {
            yield return CheckResult.Problem("service", "", ("not running, or this user may not ask it", "未运行，或当前用户无权询问"), "systemctl status envgw");
            yield return CheckResult.Ok("version", "", $"envgw {ProgramVersion.Text}");
            yield return CheckResult.Skipped("buffer", what.Site.Buffer.Path, ("the service is not running; it verifies the store when it opens it", "服务未运行；启动时会校验存储"));
            yield break;
        }
        string running = AgeText.Of(service.Now - service.Started, what.Context.Language);
        yield return CheckResult.Ok("service", "", ($"running {running}", $"已运行 {running}"));
        yield return service.Version == ProgramVersion.Text
            ? CheckResult.Ok("version", "", $"envgw {service.Version}")
            : CheckResult.Warning("version", "", ($"the service is {service.Version}, this command {ProgramVersion.Text}", $"服务版本 {service.Version}，本命令版本 {ProgramVersion.Text}"), "sudo systemctl restart envgw");
        yield return service.Configuration == what.Site.Digest
            ? CheckResult.Ok("configuration", "", ("the service runs what the files say", "服务正在运行文件中的配置"))
            : CheckResult.Warning("configuration", "", ("the files were changed since the service was started", "服务启动后文件已更改"), "sudo systemctl restart envgw");
        yield return Buffer(service.Buffer);
    }

    private static CheckResult Buffer(BufferStatus buffer)
    {
        if (buffer.State != "healthy") return CheckResult.Problem("buffer", buffer.Path, ($"degraded: {buffer.LastError}", $"降级：{buffer.LastError}"), $"df -h {buffer.Path}");
        return buffer.Loss is { } loss
            ? CheckResult.Warning("buffer", buffer.Path, loss)
            : CheckResult.Ok("buffer", buffer.Path, ("verified when it was opened; healthy since", "打开时已校验，此后正常"));
    }
}
