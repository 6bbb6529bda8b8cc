namespace Gateway.Tests.House;

/// <summary>Where the source tree of the running tests lies.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"no Gateway.sln above {AppContext.BaseDirectory}");
        return folder.FullName;
    }
}
