using Gateway.Faults.Running;

namespace Gateway.Faults.Disks;

/// <summary>A library that a process loads before others, and that makes its disk fail as a case tells (Native/disk_shim.c).</summary>
internal sealed class DiskShim
{
    public const string SyncFails = "sync-fails";
    public const string SyncLies = "sync-lies";
    public const string Slow = "slow";
    public const string Full = "full";
    public const string Tear = "tear";

    private readonly string _library;
    private readonly string _folder;
    private readonly string _switches;

    private DiskShim(string library, string folder, string switches) => (_library, _folder, _switches) = (library, folder, switches);

    /// <summary>The variables of a process under it.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["LD_PRELOAD"] = _library,
        ["SHIM_FOLDER"] = _folder,
        ["SHIM_SWITCHES"] = _switches,
    };

    /// <summary>Builds it.</summary>
    /// <param name="folder">Only files below it suffer.</param>
    public static async Task<DiskShim> MakeAsync(CaseRun run, string folder)
    {
        string library = run["disk_shim.so"];
        string source = Path.Combine(AppContext.BaseDirectory, "Native", "disk_shim.c");
        await Command.RunAsync("gcc", "-O2", "-Wall", "-shared", "-fPIC", "-o", library, source, "-ldl");
        return new DiskShim(library, folder, Directory.CreateDirectory(run["switches"]).FullName);
    }

    public void TurnOn(string name) => File.WriteAllText(Path.Combine(_switches, name), "");

    public void TurnOff(string name) => File.Delete(Path.Combine(_switches, name));

    /// <summary>How often it has struck so far.</summary>
    public long StruckBy(string name) => new FileInfo(Path.Combine(_switches, $"{name}.struck")) is { Exists: true } file ? file.Length : 0;
}
