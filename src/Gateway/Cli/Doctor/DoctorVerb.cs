using System.Text.Json;
using Gateway.Core.Site;
using Gateway.Hosting;

namespace Gateway.Cli.Doctor;

/// <summary><c>envgw doctor</c>: looks at everything that a gateway stands on, and says what to do next.</summary>
internal static class DoctorVerb
{
    public static Verb Create()
    {
        var doctor = new Verb(
            "doctor", ("Look at ports, line, clock, disk, memory, brokers, certificates, files and the service. Exit code 1 when there is a problem.",
                "检查串口、线路、时钟、磁盘、内存、服务器、证书、文件和服务。有问题时退出码为 1。"),
            new Example("envgw doctor", ("what is wrong here, and what to do", "哪里有问题、如何处理")),
            new Example("envgw doctor --json", ("the same for a script", "供脚本使用")))
        {
            SharedOptions.Config,
        };
        doctor.SetAction(async (parsed, stop) =>
        {
            var context = CommandContext.From(parsed);
            var results = new List<CheckResult>();
            await foreach (var result in RunAsync(context, parsed.GetRequiredValue(SharedOptions.Config), stop))
            {
                results.Add(result);
                if (!context.Json) await WriteAsync(context, result);
            }
            int problems = results.Count(result => result.Verdict == CheckVerdict.Problem),
                warnings = results.Count(result => result.Verdict == CheckVerdict.Warning);
            if (context.Json)
                await context.Out.WriteLineAsync(JsonSerializer.Serialize(ReportOf(context, results, problems, warnings), CliJson.Readable.DoctorReport));
            else
                await context.Out.WriteLineAsync(
                    context.Say($"{Plural.Of(problems, "problem")}, {Plural.Of(warnings, "warning")}", $"{problems} 个问题，{warnings} 个警告"));
            return problems == 0 ? ExitCode.Fine : ExitCode.ProblemsFound;
        });
        return doctor;
    }

    private static async IAsyncEnumerable<CheckResult> RunAsync(
        CommandContext context, string file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var compiled = SiteFiles.Compile(file);
        yield return Files(file, compiled);
        if (compiled.Model is not { } site) yield break;
        var service = await ServiceAsync(context, site, stop);
        var what = new DoctorCase(context, file, site, SiteFiles.SecretsOf(file, compiled), service, TimeProvider.System);
        foreach (var result in ServiceChecks.Run(what, stop)) yield return result;
        foreach (var result in MachineChecks.Run(what)) yield return result;
        foreach (var result in PortChecks.Run(what)) yield return result;
        await foreach (var result in EchoCheck.RunAsync(what, stop)) yield return result;
        await foreach (var result in new BrokerChecks(what).RunAsync(stop)) yield return result;
    }

    private static CheckResult Files(string file, SiteCompilation compiled)
    {
        int errors = compiled.Problems.Count(problem => problem.IsError), warnings = compiled.Problems.Count - errors;
        if (compiled.Model is null)
            return CheckResult.Problem(
                "files", file, ($"{Plural.Of(Math.Max(1, errors), "error")}; nothing else can be looked at before", $"{Math.Max(1, errors)} 个错误；修正之前无法继续检查"),
                $"envgw check {file}");
        return warnings > 0
            ? CheckResult.Warning("files", file, ($"sound, with {Plural.Of(warnings, "warning")}", $"无误，有 {warnings} 个警告"), $"envgw check {file}")
            : CheckResult.Ok("files", file,
                ($"sound: {Plural.Of(compiled.Profiles.Count, "profile")}, {Plural.Of(compiled.TestsPassed, "test")} passed",
                $"无误：{compiled.Profiles.Count} 个模板，{compiled.TestsPassed} 项测试通过"));
    }

    /// <summary>That it cannot be reached is a finding here and no error of the command.</summary>
    private static async Task<StatusReport?> ServiceAsync(CommandContext context, SiteModel site, CancellationToken stop)
    {
        using var service = new ServiceClient(context with { Error = TextWriter.Null }, site);
        return await service.GetAsync("/status", LocalApiJson.Default.StatusReport, stop);
    }

    private static async Task WriteAsync(CommandContext context, CheckResult result)
    {
        string mark = result.Verdict switch { CheckVerdict.Ok => "✓", CheckVerdict.Warning => "!", CheckVerdict.Problem => "✗", _ => "-" };
        string subject = result.Subject.Length > 0 ? $" {result.Subject}" : "";
        string skipped = result.Verdict == CheckVerdict.Skipped ? context.Say("skipped: ", "跳过：") : "";
        string next = result.Next is { } command ? $" → {command}" : "";
        await context.Out.WriteLineAsync($"{mark} {result.Name}{subject}{context.Say(": ", "：")}{skipped}{result.Text.In(context.Language)}{next}");
        await context.Out.FlushAsync();
    }

    private static DoctorReport ReportOf(CommandContext context, List<CheckResult> results, int problems, int warnings) => new(
        "envgw.doctor/1", ProgramVersion.Text, problems, warnings,
        [.. results.Select(result =>
            new CheckLine(result.Name, result.Subject, result.Verdict.ToString().ToLowerInvariant(), result.Text.In(context.Language), result.Next))]);
}
