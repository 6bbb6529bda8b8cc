using System.CommandLine;
using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary><c>envgw check</c>: every mistake of a site file and of the profiles and limit packs it names, in one run. Nothing is started.</summary>
internal static class CheckVerb
{
    private static readonly Option<bool> _fix = new("--fix") { Description = "Write the fixes that are certain (a full-width colon, a missing space) into the site file." };

    public static Command Create()
    {
        var check = new Command("check", "Check a site file with all profiles and limit packs it names.") { SharedOptions.Config, _fix };
        check.SetAction(parsed => Run(CommandContext.From(parsed), parsed.GetRequiredValue(SharedOptions.Config), parsed.GetValue(_fix)));
        return check;
    }

    private static int Run(CommandContext context, string file, bool fix)
    {
        var compiled = SiteFiles.Compile(file);
        if (fix && compiled.Files is [var site, ..] && LineFixes.Apply(site, compiled.Problems.Where(problem => problem.File == file)) is { } mended)
        {
            Replace(file, mended);
            context.Error.WriteLine(context.Say($"{file} was mended.", $"{file} 已修复。"));
            compiled = SiteFiles.Compile(file);
        }

        if (context.Json) context.Out.WriteLine(ProblemJson.Render(compiled.Problems, context.Language));
        else context.Error.Write(ProblemText.Render(compiled.Problems, context.Language));
        if (compiled.Model is not { } model) return ExitCode.ConfigurationInvalid;
        if (!context.Json)
            context.Out.WriteLine(context.Say(
                $"{file} is sound: {model.Devices.Count} devices on {model.Buses.Count} buses, {model.Points.Count} points, {model.Alarms.Count} alarms, {model.Feeds.Count} feeds; {compiled.Profiles.Count} profiles, {compiled.TestsPassed} tests passed.",
                $"{file} 无误：{model.Buses.Count} 条总线上 {model.Devices.Count} 台设备，{model.Points.Count} 个点位，{model.Alarms.Count} 项报警，{model.Feeds.Count} 路上报；{compiled.Profiles.Count} 个模板，{compiled.TestsPassed} 项测试通过。"));
        return ExitCode.Fine;
    }

    /// <summary>Whole or not at all: a power cut in the middle leaves the old file.</summary>
    private static void Replace(string file, string text)
    {
        string beside = file + ".new";
        using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        File.Move(beside, file, overwrite: true);
    }
}
