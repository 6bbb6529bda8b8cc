using Gateway.Core.Documents;
using Gateway.Core.Profiles;

namespace Gateway.Core.Site;

/// <summary>The profiles and limit packs that a site can use, for commands and pages that list and check them without a site.</summary>
/// <param name="sitePath">The site file, whose folder <c>profiles</c> goes first; it need not exist.</param>
/// <param name="installedProfiles">Folder of the profiles that came with the program.</param>
public sealed class ProfileLibrary(string sitePath, string installedProfiles)
{
    /// <summary>The site's own profiles lie in this folder beside its file.</summary>
    internal const string OwnFolder = "profiles";

    private readonly ProfileFolders _folders = FoldersOf(sitePath, installedProfiles);

    /// <summary>Names of all profiles, sorted.</summary>
    public IReadOnlyList<string> Names() => _folders.ProfileNames();

    /// <summary>Names of all limit packs, sorted.</summary>
    public IReadOnlyList<string> LimitPacks() => _folders.PackNames();

    /// <summary>Compiles a profile and runs its tests; null when there is none of this name, or the name could lead out of the folders.</summary>
    public ProfileCompilation? Compile(string name) => _folders.Profile(name).Path is { } path ? ProfileCompiler.Compile(path, name) : null;

    /// <summary>What is wrong with a limit pack; null when there is none of this name.</summary>
    public IReadOnlyList<Problem>? CheckLimitPack(string name)
    {
        if (_folders.Pack(name).Path is not { } path) return null;
        var problems = new ProblemList();
        if (DocumentReader.Read(path, path, problems) is { } document) LimitPackCompiler.Compile(document, name, problems);
        return problems.Sorted();
    }

    /// <summary>The profile whose name was probably meant.</summary>
    public string? Nearest(string name) => Suggestion.For(name, Names());

    internal static ProfileFolders FoldersOf(string sitePath, string installedProfiles) =>
        new([Path.Combine(Path.GetDirectoryName(sitePath) ?? "", OwnFolder), installedProfiles]);
}
