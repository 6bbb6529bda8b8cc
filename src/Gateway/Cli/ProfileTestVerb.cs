using System.Text.Json;
using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary><c>envgw profile test</c>: runs the tests of profiles and shows each.</summary>
internal static class ProfileTestVerb
{
    public static Verb Create()
    {
        var test = new Verb("test", ("Run the tests of profiles and show each of them. Exit code 1 when one fails.", "运行模板的测试并逐项显示。有失败时退出码为 1。"),
            new Example("envgw profile test water/hamilton-arc-ph", ("the tests of one profile", "一个模板的测试")),
            new Example("envgw profile test", ("the tests of all profiles", "全部模板的测试")))
        {
            ProfileVerb.Profiles, SharedOptions.Config,
        };
        test.SetAction(parsed => Run(CommandContext.From(parsed), ProfileVerb.LibraryOf(parsed), parsed.GetValue(ProfileVerb.Profiles) ?? []));
        return test;
    }

    private static int Run(CommandContext context, ProfileLibrary library, string[] names)
    {
        var profiles = ProfileVerb.Named(context, library, names, out int exitCode);
        if (exitCode != ExitCode.Fine) return exitCode;
        ProfileTestLine[] lines = [.. profiles.SelectMany(profile => profile.Compiled.Tests.Select(result => ProfileTestLine.Of(profile.Name, result)))];
        List<Problem> problems = [.. profiles.SelectMany(profile => profile.Compiled.Problems.Where(problem => problem.IsError))];
        if (context.Json) context.Out.WriteLine(JsonSerializer.Serialize(new ProfileTestReport("envgw.profile-tests/1", lines),
            CliJson.Readable.ProfileTestReport));
        else Print(context, lines);
        if (problems.Count == 0) return ExitCode.Fine;
        context.Problems(problems);
        return profiles.Exists(profile => profile.Compiled.Model is null && profile.Compiled.Tests.All(result => result.HasPassed))
            ? ExitCode.ConfigurationInvalid
            : ExitCode.ProblemsFound;
    }

    private static void Print(CommandContext context, ProfileTestLine[] lines)
    {
        var table = new TextTable(context.Say("PROFILE", "模板"), context.Say("TEST", "测试"), context.Say("VALUES", "值"), context.Say("RESULT", "结果"),
            context.Say("WHAT IT SHOWS", "说明"));
        foreach (var line in lines)
            table.Add(
                line.Variant is null ? line.Profile : $"{line.Profile} ({line.Variant})", $"{line.Number}", $"{line.Values}",
                line.Passed ? context.Say("✓ passed", "✓ 通过") : context.Say("✗ failed", "✗ 失败"), line.Name);
        context.Out.Write(table);
        int failed = lines.Count(line => !line.Passed);
        context.Out.WriteLine(failed == 0
            ? context.Say($"{Plural.Of(lines.Length, "test")} passed", $"{lines.Length} 项测试全部通过")
            : context.Say($"{failed} of {Plural.Of(lines.Length, "test")} failed", $"{lines.Length} 项测试中 {failed} 项失败"));
    }
}
