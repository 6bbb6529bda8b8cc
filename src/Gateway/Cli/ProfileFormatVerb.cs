using System.CommandLine;
using System.Text;
using System.Text.Json;
using Gateway.Core.Profiles;

namespace Gateway.Cli;

/// <summary><c>envgw profile fmt</c>: writes profiles the usual way.</summary>
internal static class ProfileFormatVerb
{
    private static readonly VerbArgument<string[]> _files = new("FILE",
        ("Files, or names of your own profiles.", "文件，或自建模板的名称。")) { Arity = ArgumentArity.OneOrMore };

    private static readonly VerbOption<bool> _check = new("--check", ("Change nothing; exit code 1 when a file would change.", "不修改；有文件需要调整时退出码为 1。"));

    public static Verb Create()
    {
        var format = new Verb("fmt", ("Write profiles the usual way: order of keys, blanks. Comments stay.", "规范模板格式：键的顺序和空格。注释保留。"),
            new Example("envgw profile fmt profiles/acme-ph200.yaml", ("rewrite a file", "规范一个文件")),
            new Example("envgw profile fmt --check profiles/*.yaml", ("only look", "只检查")))
        {
            _files, _check, SharedOptions.Config,
        };
        format.SetAction(parsed => Run(CommandContext.From(parsed), ProfileVerb.LibraryOf(parsed), parsed.GetRequiredValue(_files), parsed.GetValue(_check)));
        return format;
    }

    private static int Run(CommandContext context, ProfileLibrary library, string[] files, bool isCheck)
    {
        var changed = new List<string>();
        foreach (string file in files)
        {
            string? path = File.Exists(file) ? file : library.Find(file)?.Path;
            if (path is null) return ProfileVerb.Unknown(context, library, file);
            int exitCode = Format(context, path, isCheck, out bool isChanged);
            if (exitCode != ExitCode.Fine) return exitCode;
            if (isChanged) changed.Add(path);
        }
        Report(context, files.Length, changed, isCheck);
        return isCheck && changed.Count > 0 ? ExitCode.ProblemsFound : ExitCode.Fine;
    }

    private static int Format(CommandContext context, string path, bool isCheck, out bool isChanged)
    {
        isChanged = false;
        try
        {
            byte[] before = File.ReadAllBytes(path);
            if (ProfileFormatter.Format(path, before, out var problems) is not { } text)
            {
                context.Problems(problems);
                if (problems.Count == 0)
                    context.Fail(($"{path} is no profile, or cannot be rewritten without changing what it says", $"{path} 不是设备模板，或无法在不改变内容的前提下重排"));
                return ExitCode.ConfigurationInvalid;
            }
            byte[] after = Encoding.UTF8.GetBytes(text);
            isChanged = !after.AsSpan().SequenceEqual(before);
            if (isChanged && !isCheck) Replace(path, after);
            return ExitCode.Fine;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            context.Fail($"{fault.Message}");
            return fault is UnauthorizedAccessException ? ExitCode.PermissionDenied : ExitCode.ProblemsFound;
        }
    }

    /// <summary>The new text takes the place of the old in one step: a power cut leaves the one or the other.</summary>
    private static void Replace(string path, byte[] text)
    {
        string beside = path + ".new";
        File.WriteAllBytes(beside, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(beside, File.GetUnixFileMode(path));
        File.Move(beside, path, overwrite: true);
    }

    private static void Report(CommandContext context, int count, List<string> changed, bool isCheck)
    {
        if (context.Json)
        {
            context.Out.WriteLine(JsonSerializer.Serialize(new ProfileFormatReport("envgw.profile-format/1", count, changed),
                CliJson.Readable.ProfileFormatReport));
            return;
        }
        foreach (string path in changed) context.Out.WriteLine(isCheck
            ? context.Say($"{path} would change", $"{path} 需要调整") : context.Say($"{path} rewritten", $"{path} 已规范"));
        if (changed.Count == 0) context.Out.WriteLine(context.Say($"{Plural.Of(count, "file")} as it should be", $"{count} 个文件格式规范"));
        else if (isCheck) context.Next($"envgw profile fmt {string.Join(' ', changed)}");
    }
}
