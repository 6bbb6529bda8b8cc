using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Documents;
using Gateway.Core.Site;

namespace Gateway.Cli;

/// <summary>Reads a site file for a verb: every mistake is shown, and nothing starts when there is one.</summary>
internal static class SiteFiles
{
    /// <summary>The profiles and limit packs that came with the program lie beside it.</summary>
    private static readonly string _installedProfiles = Path.Combine(AppContext.BaseDirectory, "profiles");

    public static SiteCompilation Compile(string file) => new SiteCompiler(_installedProfiles, Environment.GetEnvironmentVariable).Compile(file);

    public static bool TryLoad(CommandContext context, string file, [NotNullWhen(true)] out SiteModel? site)
    {
        site = TryLoad(context, file)?.Model;
        return site is not null;
    }

    /// <returns>The sound compilation, or null when its mistakes have been shown on the error stream.</returns>
    public static SiteCompilation? TryLoad(CommandContext context, string file)
    {
        var compiled = Compile(file);
        if (compiled.Model is not null) return compiled;
        context.Error.Write(ProblemText.Render(compiled.Problems, context.Language));
        return null;
    }
}
