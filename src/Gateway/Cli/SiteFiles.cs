using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Documents;
using Gateway.Core.Site;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary>Reads a site file for a verb: every mistake is shown, and nothing starts when there is one.</summary>
internal static class SiteFiles
{
    /// <summary>The profiles and limit packs that came with the program lie beside it.</summary>
    public static string InstalledProfiles { get; } = Path.Combine(AppContext.BaseDirectory, "profiles");

    /// <summary>Compiles a site, and looks at what would keep it from running on this machine.</summary>
    public static SiteCompilation Compile(string file) => OnThisMachine(file, Compiler.Compile(file));

    /// <summary>The same for a text that is to stand in the file.</summary>
    public static SiteCompilation CompileText(string file, ReadOnlyMemory<byte> text) => OnThisMachine(file, Compiler.CompileText(file, text));

    public static SiteSecrets SecretsOf(string file, SiteCompilation compiled) => new(SecretStore.For(file), compiled.PlainSecrets);

    public static bool TryLoad(CommandContext context, string file, [NotNullWhen(true)] out SiteModel? site)
    {
        site = TryLoad(context, file)?.Model;
        return site is not null;
    }

    /// <returns>The sound compilation, or null when its mistakes have been shown on the error stream.</returns>
    public static SiteCompilation? TryLoad(CommandContext context, string file)
    {
        var compiled = Compile(file);
        if (compiled.Model is { } site)
        {
            context.Detail((
                $"site file {file}: {Plural.Of(site.Devices.Count, "device")} on {Plural.Of(site.Buses.Count, "bus")}",
                $"站点文件 {file}：{site.Buses.Count} 条总线，{site.Devices.Count} 台设备"));
            return compiled;
        }
        context.Problems(compiled.Problems);
        return null;
    }

    private static SiteCompiler Compiler => new(InstalledProfiles, Environment.GetEnvironmentVariable);

    private static SiteCompilation OnThisMachine(string file, SiteCompilation compiled)
    {
        if (compiled.Model is not { } site) return compiled;
        List<Problem> here = [.. HostProblems.Of(site, compiled.Files[0], SecretsOf(file, compiled))];
        return compiled with { Model = here.Exists(problem => problem.IsError) ? null : site, Problems = [.. compiled.Problems, .. here] };
    }
}
