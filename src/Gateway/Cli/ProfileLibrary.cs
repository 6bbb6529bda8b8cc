using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Cli;

/// <summary>The profiles that a site file can name: its own in the folder <c>profiles</c> beside it, then those installed with the program.</summary>
internal sealed class ProfileLibrary(string siteFile, string installed)
{
    private readonly string _own = Path.Combine(Path.GetDirectoryName(siteFile) ?? "", "profiles");
    private readonly ProfileFolders _folders = new([Path.Combine(Path.GetDirectoryName(siteFile) ?? "", "profiles"), installed]);

    public IReadOnlyList<string> Names => _folders.ProfileNames();

    public IEnumerable<ProfileFile> All => Names.Select(Find).OfType<ProfileFile>();

    /// <summary>By name, or by path when it is one.</summary>
    /// <returns>Null when there is no such profile.</returns>
    public ProfileFile? Find(string nameOrPath)
    {
        if (_folders.Profile(nameOrPath).Path is { } path)
        {
            string origin = path.StartsWith(_own, StringComparison.Ordinal) ? "own" : "installed";
            return new ProfileFile(nameOrPath, path, origin, ProfileCompiler.Compile(path, nameOrPath));
        }
        bool isPath = nameOrPath.EndsWith(".yaml", StringComparison.Ordinal) || nameOrPath.EndsWith(".yml", StringComparison.Ordinal)
            || File.Exists(nameOrPath);
        return isPath ? new ProfileFile(nameOrPath, nameOrPath, "file", ProfileCompiler.Compile(nameOrPath)) : null;
    }

    /// <summary>The name that was probably meant: nearly alike, or the same in another folder.</summary>
    public string? Nearest(string name)
    {
        string last = name[(name.LastIndexOf('/') + 1)..];
        return Suggestion.For(name, Names) ?? Names.FirstOrDefault(known => known.EndsWith($"/{last}", StringComparison.Ordinal));
    }
}
