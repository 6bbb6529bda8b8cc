using Gateway.Core.Documents;
using Gateway.Core.Site;
using Gateway.Simulation;

namespace Gateway.Cli;

/// <summary>Writes the copy of a site that can be played on this machine, with the site's own profiles beside it.</summary>
internal static class LocalSiteFiles
{
    /// <summary>Writes <c>site.yaml</c> into a folder, over one that was written so before.</summary>
    /// <returns>Its path; null when the site has mistakes, or the folder holds somebody's own site file: then it has been said.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static string? Write(CommandContext context, string siteFile, string folder)
    {
        var compiled = new SiteCompiler(SiteFiles.InstalledProfiles, Environment.GetEnvironmentVariable).Compile(siteFile);
        if (compiled.Model is not { } site || DocumentReader.Read(siteFile, siteFile, new ProblemList()) is not { } document)
        {
            context.Problems(compiled.Problems);
            return null;
        }
        folder = Path.GetFullPath(folder);
        string copy = Path.Combine(folder, "site.yaml");
        if (File.Exists(copy) && File.ReadLines(copy).FirstOrDefault()?.StartsWith(LocalSite.Mark, StringComparison.Ordinal) != true)
        {
            context.Fail(($"{copy} is there already and was not made by a simulation; choose another folder", $"{copy} 已存在且不是模拟生成的，请另选文件夹"));
            return null;
        }
        Directory.CreateDirectory(folder);
        File.WriteAllText(copy, new LocalSite(document, site, folder).Text());
        CopyProfiles(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(siteFile))!, "profiles"), compiled, Path.Combine(folder, "profiles"));
        context.Out.WriteLine(context.Say($"Site on this machine: {copy}   (envgw run --config {copy})", $"本机站点：{copy}   （envgw run --config {copy}）"));
        return copy;
    }

    private static void CopyProfiles(string own, SiteCompilation compiled, string target)
    {
        var used = compiled.Files.Skip(1).Select(file => Path.GetFullPath(file.Name));
        foreach (string file in used.Where(file => file.StartsWith(own + "/", StringComparison.Ordinal)))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(own, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}
