using System.Text.RegularExpressions;

namespace Gateway.Core.Site;

/// <summary>Finds profiles and limit packs by name, and only inside the folders given; the first folder that has a name wins.</summary>
/// <param name="folders">The site's own folder first, then the one that was installed with the program. A folder need not exist.</param>
internal sealed partial class ProfileFolders(IReadOnlyList<string> folders)
{
    private const string Extension = ".yaml";
    private const string LimitsFolder = "limits";

    /// <summary>What a look for a file found.</summary>
    /// <param name="Path">The file; null when there is none.</param>
    /// <param name="LeadsOutOf">The folder that a link leads out of; then there is no path.</param>
    public readonly record struct Found(string? Path, string? LeadsOutOf);

    public static bool IsProfileName(string name) => ProfileForm().IsMatch(name);

    public static bool IsPackName(string name) => PackForm().IsMatch(name);

    public Found Profile(string name) => IsProfileName(name) ? Find(name) : default;

    public Found Pack(string name) => IsPackName(name) ? Find($"{LimitsFolder}/{name}") : default;

    /// <summary>Names of all profiles.</summary>
    public IReadOnlyList<string> ProfileNames() =>
        [.. Names("").Where(name => IsProfileName(name) && !name.StartsWith($"{LimitsFolder}/", StringComparison.Ordinal))];

    public IReadOnlyList<string> PackNames() => [.. Names(LimitsFolder).Where(IsPackName)];

    private Found Find(string name)
    {
        foreach (string folder in folders)
        {
            string path = Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar) + Extension);
            if (!File.Exists(path)) continue;
            return StaysInside(folder, name) ? new Found(path, null) : new Found(null, folder);
        }
        return default;
    }

    /// <summary>Follows the links of each part of the name; the folder itself may be reached by one.</summary>
    private static bool StaysInside(string folder, string name)
    {
        string real = Real(new DirectoryInfo(folder)) + Path.DirectorySeparatorChar;
        string[] parts = name.Split('/');
        string at = folder;
        for (int i = 0; i < parts.Length; i++)
        {
            bool isFile = i == parts.Length - 1;
            at = Path.Combine(at, isFile ? parts[i] + Extension : parts[i]);
            FileSystemInfo here = isFile ? new FileInfo(at) : new DirectoryInfo(at);
            if (here.LinkTarget is not null && !Real(here).StartsWith(real, StringComparison.Ordinal)) return false;
        }
        return true;
    }

    /// <summary>The path without links, as far as the last part and its parents lead through them.</summary>
    private static string Real(FileSystemInfo place)
    {
        var target = place.ResolveLinkTarget(returnFinalTarget: true) ?? place;
        string? parent = Path.GetDirectoryName(target.FullName);
        return parent is null ? target.FullName : Path.Combine(Real(new DirectoryInfo(parent)), target.Name);
    }

    private SortedSet<string> Names(string under)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string folder in folders)
        {
            string root = Path.Combine(folder, under);
            if (!Directory.Exists(root)) continue;
            var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1, IgnoreInaccessible = true };
            foreach (string file in Directory.EnumerateFiles(root, $"*{Extension}", options))
                names.Add(Path.GetRelativePath(root, file)[..^Extension.Length].Replace(Path.DirectorySeparatorChar, '/'));
        }
        return names;
    }

    [GeneratedRegex("^[a-z0-9-]{1,64}(/[a-z0-9-]{1,64})?\\z")]
    private static partial Regex ProfileForm();

    [GeneratedRegex("^[a-z0-9-]{1,64}\\z")]
    private static partial Regex PackForm();
}
