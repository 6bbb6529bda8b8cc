using System.CommandLine;
using System.Text.Json;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;

namespace Gateway.Cli;

/// <summary><c>envgw profile …</c>: the device profiles that a site file can name.</summary>
internal static class ProfileVerb
{
    private static readonly VerbArgument<string> _profile = new("PROFILE",
        ("A profile's name as the list shows it, or the path of a file.", "列表中的模板名称，或文件路径。"));

    private static readonly VerbOption<bool> _fix =
        new("--fix",
            ("Write the fixes that are certain (a full-width colon, a missing space) into the files; installed profiles stay as they are.",
                "将确定的修正（全角冒号、缺少空格等）写入文件；已安装的模板不会改动。"));

    public static VerbArgument<string[]> Profiles { get; } = new("PROFILE", ("Names or paths (default: all profiles).", "名称或路径（默认全部模板）。"))
    {
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Verb Create()
    {
        var list = new Verb("list", ("Every device profile: those installed, and your own beside the site file.", "列出所有设备模板：已安装的，以及站点文件旁自建的。"),
            new Example("envgw profile list", ("what devices are known", "已知的设备")))
        {
            SharedOptions.Config,
        };
        list.SetAction(parsed => List(CommandContext.From(parsed), LibraryOf(parsed)));
        var show = new Verb("show", ("What a profile reads, where, and what an installer must know.", "显示模板读取的内容、地址和安装须知。"),
            new Example("envgw profile show water/hamilton-arc-ph", ("points, registers and notes of a device", "设备的点位、寄存器和说明")))
        {
            _profile, SharedOptions.Config,
        };
        show.SetAction(parsed => Show(CommandContext.From(parsed), LibraryOf(parsed), parsed.GetRequiredValue(_profile)));
        var check = new Verb("check", ("Check profiles and run their tests. Exit code 3 when one has errors.", "检查模板并运行其测试。有错误时退出码为 3。"),
            new Example("envgw profile check profiles/acme-ph200.yaml", ("a profile that is being written", "检查正在编写的模板")),
            new Example("envgw profile check", ("all profiles", "检查全部模板")),
            new Example("envgw profile check profiles/acme-ph200.yaml --fix", ("write the fixes that are certain", "写入确定的修正")))
        {
            Profiles, _fix, SharedOptions.Config,
        };
        check.SetAction(parsed => Check(CommandContext.From(parsed), LibraryOf(parsed), parsed.GetValue(Profiles) ?? [], parsed.GetValue(_fix)));
        return new Verb("profile", ("Device profiles: how devices are read.", "设备模板：如何读取设备。"))
        {
            list, show, ProfileNewVerb.Create(), check, ProfileTestVerb.Create(), ProfileMatchVerb.Create(), ProfileFormatVerb.Create(),
        };
    }

    public static ProfileLibrary LibraryOf(ParseResult parsed) => new(parsed.GetRequiredValue(SharedOptions.Config), SiteFiles.InstalledProfiles);

    private static int List(CommandContext context, ProfileLibrary library)
    {
        var lines = library.All.Select(ProfileLine.Of).ToList();
        if (context.Json) context.Out.WriteLine(JsonSerializer.Serialize(new ProfileListReport("envgw.profiles/1", lines), CliJson.Readable.ProfileListReport));
        else context.Out.Write(ProfilePages.List(context, lines));
        var broken = lines.FirstOrDefault(line => line.State == "errors");
        if (broken is null) return ExitCode.Fine;
        context.Next($"envgw profile check {broken.Name}");
        return ExitCode.ProblemsFound;
    }

    private static int Show(CommandContext context, ProfileLibrary library, string name)
    {
        if (library.Find(name) is not { } profile) return Unknown(context, library, name);
        if (profile.Compiled.Model is not { } model)
        {
            context.Problems(profile.Compiled.Problems);
            return ExitCode.ConfigurationInvalid;
        }
        var report = ProfileReport.Of(profile, model);
        if (context.Json) context.Out.WriteLine(JsonSerializer.Serialize(report, CliJson.Readable.ProfileReport));
        else context.Out.Write(ProfilePages.Show(context, report));
        if (!context.Json && profile.Origin != "file") ShowNext(context, profile.Name, model);
        return ExitCode.Fine;
    }

    private static void ShowNext(CommandContext context, string name, ProfileModel model)
    {
        string identity = model.Scale is not { } scale ? $", unit: {model.Unit ?? 1}" : scale.IsAddressed ? $", address: {scale.Options.Address ?? 1}" : "";
        context.Next(($"in site.yaml, devices: {{ NAME: {{ profile: {name}, bus: BUS{identity} }} }}",
            $"在 site.yaml 中写 devices: {{ 名称: {{ profile: {name}, bus: 总线{identity} }} }}"));
    }

    private static int Check(CommandContext context, ProfileLibrary library, string[] names, bool fix)
    {
        var profiles = Named(context, library, names, out int exitCode);
        if (exitCode != ExitCode.Fine) return exitCode;
        if (fix)
        {
            var files = profiles.Select(profile => profile.Compiled.File).OfType<SourceFile>();
            if (!FileMending.TryRun(context, files, [.. profiles.SelectMany(profile => profile.Compiled.Problems)], out bool hasChanged))
                return ExitCode.PermissionDenied;
            if (hasChanged) profiles = Named(context, library, names, out exitCode);
        }
        List<Problem> problems = [.. profiles.SelectMany(profile => profile.Compiled.Problems)];
        if (context.Json) context.Out.Write(ProblemJson.Render(problems, context.Language));
        else context.Problems(problems);
        if (!context.Json)
            foreach (var profile in profiles)
                if (profile.Compiled.Model is { } model)
                    context.Out.WriteLine(context.Say(
                        $"✓ {profile.Name} {model.Version}: {Plural.Of(profile.Compiled.Tests.Count, "test")} passed",
                        $"✓ {profile.Name} {model.Version}：{profile.Compiled.Tests.Count} 项测试通过"));
        if (!context.Json && profiles is [{ Origin: "file", Compiled.Model: { } sound }] && LastScan.Exists)
            context.Next(($"envgw device add --scan last --profile {sound.Name} --name NAME",
                $"envgw device add --scan last --profile {sound.Name} --name 名称"));
        return profiles.TrueForAll(profile => profile.Compiled.Model is not null) ? ExitCode.Fine : ExitCode.ConfigurationInvalid;
    }

    /// <summary>The profiles that a command line names; all when it names none.</summary>
    /// <param name="exitCode">Not zero after a name that is none has been reported.</param>
    public static List<ProfileFile> Named(CommandContext context, ProfileLibrary library, string[] names, out int exitCode)
    {
        List<ProfileFile> profiles = [];
        exitCode = ExitCode.Fine;
        foreach (string name in names.Length > 0 ? names : library.Names)
        {
            if (library.Find(name) is { } profile) profiles.Add(profile);
            else exitCode = Unknown(context, library, name);
            if (exitCode != ExitCode.Fine) break;
        }
        return profiles;
    }

    public static int Unknown(CommandContext context, ProfileLibrary library, string name)
    {
        context.Fail(($"there is no profile '{name}'", $"没有设备模板 “{name}”"));
        if (library.Nearest(name) is { } nearest) context.Help(($"did you mean '{nearest}'?", $"是否应为 “{nearest}”？"));
        context.Next("envgw profile list");
        return ExitCode.ConfigurationInvalid;
    }
}
