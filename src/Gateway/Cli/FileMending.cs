using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary>What <c>--fix</c> does: writes the certain fixes into the files of a person. What came with the program is never changed.</summary>
internal static class FileMending
{
    /// <param name="files">As they were checked.</param>
    /// <param name="hasChanged">Whether one was written, so that there is something new to check.</param>
    /// <returns>False after a file that cannot be written has been reported.</returns>
    public static bool TryRun(CommandContext context, IEnumerable<SourceFile> files, IReadOnlyList<Problem> problems, out bool hasChanged)
    {
        hasChanged = false;
        foreach (var file in files.Where(file => !file.Name.StartsWith(SiteFiles.InstalledProfiles, StringComparison.Ordinal)))
        {
            if (LineFixes.Apply(file, problems) is not { } mended) continue;
            if (!TryReplace(context, file.Name, mended)) return false;
            hasChanged = true;
        }
        return true;
    }

    private static bool TryReplace(CommandContext context, string file, string text)
    {
        try
        {
            FileReplacement.Write(file, text);
            context.Note(($"{file} was mended.", $"{file} 已修复。"));
            return true;
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            context.Fail(($"{file} cannot be written: {refused.Message}", $"无法写入 {file}：{refused.Message}"),
                next: ("run it as the owner of the file, or make the fixes by hand", "以文件所有者身份运行，或手工修改"));
            return false;
        }
    }
}
