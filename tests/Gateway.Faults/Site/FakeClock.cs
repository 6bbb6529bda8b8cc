using Gateway.Faults.Running;

namespace Gateway.Faults.Site;

/// <summary>The wall clock of one process, stepped at will while its monotonic clock runs on (libfaketime).</summary>
internal sealed class FakeClock
{
    private readonly string _library;
    private readonly string _file;

    private FakeClock(string library, string file) => (_library, _file) = (library, file);

    /// <summary>The variables of a process that lives by it. faketime(1); files keep their true times.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["LD_PRELOAD"] = _library,
        ["FAKETIME_TIMESTAMP_FILE"] = _file,
        ["FAKETIME_NO_CACHE"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        ["NO_FAKE_STAT"] = "1",
    };

    /// <summary>A clock that is right as yet.</summary>
    public static async Task<FakeClock> MakeAsync(CaseRun run)
    {
        string files = await Command.RunAsync("dpkg", "-L", "libfaketime");
        string library = files.Split('\n').First(file => file.EndsWith("/libfaketimeMT.so.1", StringComparison.Ordinal));
        var clock = new FakeClock(library, run["clock"]);
        clock.Set("+0");
        return clock;
    }

    /// <param name="time">An offset in seconds or with a unit (<c>-3600</c>, <c>+1d</c>, <c>+10y</c>), or a moment to go on from (<c>@2000-01-01
    /// 00:00:00</c>).</param>
    public void Set(string time) => File.WriteAllText(_file, time + "\n");
}
