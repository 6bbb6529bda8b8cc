using System.Text;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Profiles.Drafting;
using Gateway.Core.Site;

namespace Gateway.Cli;

/// <summary><c>envgw profile new</c>: writes a profile to begin with.</summary>
internal static class ProfileNewVerb
{
    private static readonly VerbArgument<string> _name = new("NAME",
        ("Its name, such as acme-ph200 or water/acme-ph200.", "名称，例如 acme-ph200 或 water/acme-ph200。"));

    private static readonly VerbOption<string?> _from =
        new("--from", ("What envgw find has located: last, or a file it wrote.", "envgw find 找到的结果：last，或其写出的文件。"), "last|FILE");

    private static readonly VerbOption<string> _template =
        new("--template", ("The example to begin with, without --from (default: water).", "不用 --from 时的示例（默认 water）。"), "water|waste|hvac", "water", "waste",
            "hvac")
        {
            DefaultValueFactory = _ => "water",
        };

    public static Verb Create()
    {
        var create = new Verb("new", ("Write a profile to begin with, into the folder profiles beside the site file.", "在站点文件旁的 profiles 文件夹中写出一个初始模板。"),
            new Example("envgw profile new acme-ph200 --from last",
                ("with the values that envgw find has located, and its readings as tests", "使用 envgw find 找到的值，并以其读数为测试")),
            new Example("envgw profile new acme-scale --template waste", ("a commented example", "带注释的示例")))
        {
            _name, _from, _template, SharedOptions.Config,
        };
        create.SetAction(parsed => Run(
            CommandContext.From(parsed), parsed.GetRequiredValue(_name), parsed.GetValue(_from), parsed.GetRequiredValue(_template),
            parsed.GetRequiredValue(SharedOptions.Config)));
        return create;
    }

    private static int Run(CommandContext context, string name, string? from, string template, string siteFile)
    {
        if (!ProfileFolders.IsProfileName(name))
            return Refuse(context, ($"'{name}' cannot be the name of a profile", $"“{name}” 不能作为模板名称"),
                ("acme-ph200, water/acme-ph200", "acme-ph200、water/acme-ph200"));
        var date = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        string text;
        if (from is null) text = ProfileDraft.From(name, Enum.Parse<DraftTemplate>(template, ignoreCase: true), date);
        else if (Found(context, from) is { } found) text = ProfileDraft.From(name, found, date);
        else return ExitCode.ProblemsFound;
        string path = Path.Combine(Path.GetDirectoryName(siteFile) ?? "", "profiles", name + ".yaml");
        return Write(context, name, path, text);
    }

    private static FoundDevice? Found(CommandContext context, string from)
    {
        string path = from == "last" ? UserState.LastFind : from;
        try
        {
            if (FoundDeviceJson.Read(File.ReadAllBytes(path)) is { } found) return found;
            context.Fail(($"{path} holds no values that were found", $"{path} 中没有找到的值"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            context.Fail(($"nothing has been found yet ({path})", $"还没有查找结果（{path}）"));
        }
        context.Next(("envgw find BUS -u UNIT --value WHAT-THE-DISPLAY-SHOWS", "envgw find 总线 -u 从站 --value 显示值"));
        return null;
    }

    private static int Write(CommandContext context, string name, string path, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var compiled = ProfileCompiler.CompileText(path, bytes, name);
        if (compiled.Model is null)
        {
            context.Problems(compiled.Problems);
            return ExitCode.ProblemsFound;
        }
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            // A profile that is there is somebody's work.
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(bytes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            context.Fail(File.Exists(path) ? ($"{path} exists already", $"{path} 已存在") : fault.Message);
            return fault is UnauthorizedAccessException ? ExitCode.PermissionDenied : ExitCode.ProblemsFound;
        }
        if (context.Json) context.Out.WriteLine(System.Text.Json.JsonSerializer.Serialize(new ProfileNewReport("envgw.profile-new/1", name, path),
            CliJson.Readable.ProfileNewReport));
        else context.Out.WriteLine(context.Say(
            $"{path}: {Plural.Of(compiled.Model.Points.Count, "point")}, {Plural.Of(compiled.Tests.Count, "test")} passed",
            $"{path}：{compiled.Model.Points.Count} 个点位，{compiled.Tests.Count} 项测试通过"));
        context.Next(("complete manufacturer, labels and ranges in the file", "在文件中补全制造商、名称和范围"));
        context.Note(($"      envgw profile check {path}", $"        envgw profile check {path}"));
        return ExitCode.Fine;
    }

    private static int Refuse(CommandContext context, Wording message, Wording examples)
    {
        context.Fail(message, ($"write {examples.English}", $"写作 {examples.Chinese}"));
        return ExitCode.WrongUsage;
    }
}
