using System.CommandLine;
using Gateway.Core.Documents;
using Gateway.Core.Site;

namespace Gateway.Cli;

/// <summary><c>envgw check</c>: every mistake of a site file and of the profiles and limit packs it names, in one run. Nothing is started.</summary>
internal static class CheckVerb
{
    private static readonly VerbArgument<string?> _path = new("PATH",
        ("The site file; the same as --config.", "站点文件，与 --config 相同。")) { Arity = ArgumentArity.ZeroOrOne };

    private static readonly VerbOption<bool> _fix =
        new("--fix",
            ("Write the fixes that are certain (a full-width colon, a missing space) into the site file and its own profiles and limit packs.",
            "将确定的修正（全角冒号、缺少空格等）写入站点文件及其自建模板和限值包。"));

    public static Verb Create()
    {
        var check = new Verb("check", ("Check a site file with all profiles and limit packs it names.", "检查站点文件及其引用的所有设备模板和限值包。"),
            new Example("envgw check", ("the installed site file, or the one in this folder", "检查已安装的或本文件夹中的站点文件")),
            new Example("envgw check site.yaml --fix", ("write the fixes that are certain", "写入确定的修正")),
            new Example("envgw check site.yaml --json", ("for an editor or a script", "供编辑器或脚本使用")))
        {
            _path, SharedOptions.Config, _fix,
        };
        check.SetAction(parsed =>
        {
            string file = parsed.GetValue(_path) ?? parsed.GetRequiredValue(SharedOptions.Config);
            return Run(CommandContext.From(parsed), file, parsed.GetValue(_fix));
        });
        return check;
    }

    private static int Run(CommandContext context, string file, bool fix)
    {
        var compiled = SiteFiles.Compile(file);
        if (fix && !IsProfile(compiled))
        {
            if (!FileMending.TryRun(context, compiled.Files, compiled.Problems, out bool hasChanged)) return ExitCode.PermissionDenied;
            if (hasChanged) compiled = SiteFiles.Compile(file);
        }

        if (context.Json) context.Out.Write(ProblemJson.Render(compiled.Problems, context.Language));
        else if (IsProfile(compiled)) SayItIsAProfile(context, file);
        else context.Problems(compiled.Problems);
        if (compiled.Model is not { } model) return ExitCode.ConfigurationInvalid;
        if (!context.Json) context.Out.WriteLine(Summary(context, file, model, compiled));
        return ExitCode.Fine;
    }

    private static string Summary(CommandContext context, string file, SiteModel model, SiteCompilation compiled) => context.Say(
        $"{file} is sound: {Plural.Of(model.Devices.Count, "device")} on {Plural.Of(model.Buses.Count, "bus")}, {Plural.Of(model.Points.Count, "point")}, "
            + $"{Plural.Of(model.Alarms.Count, "alarm")}, {Plural.Of(model.Feeds.Count, "feed")}; "
            + $"{Plural.Of(compiled.Profiles.Count, "profile")}, {Plural.Of(compiled.TestsPassed, "test")} passed.",
        $"{file} 无误：{model.Buses.Count} 条总线上 {model.Devices.Count} 台设备，{model.Points.Count} 个点位，{model.Alarms.Count} 项报警，{model.Feeds.Count} 路上报；"
            + $"{compiled.Profiles.Count} 个模板，{compiled.TestsPassed} 项测试通过。");

    /// <summary>Every line of a profile is wrong in a site file, which would hide that only the verb is.</summary>
    private static bool IsProfile(SiteCompilation compiled) =>
        compiled is { Model: null, Files: [var file, ..] } && file.Lines.Any(line => line.StartsWith("profile:", StringComparison.Ordinal));

    private static void SayItIsAProfile(CommandContext context, string file)
    {
        context.Fail(($"{file} is a device profile, not a site file", $"{file} 是设备模板，不是站点文件"), next: $"envgw profile check {file}");
    }
}
