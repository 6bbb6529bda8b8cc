using System.Globalization;
using Gateway.Faults.Running;

namespace Gateway.Faults.Machines;

/// <summary>A control group of the kernel, in which a process gets only so much memory or so much of a processor: cgroups(7), version 1 or 2.</summary>
internal sealed class ControlGroup : IAsyncDisposable
{
    private const string Root = "/sys/fs/cgroup";
    private const int PeriodUs = 100_000;

    private readonly string _folder;
    private readonly bool _isVersion1;

    private ControlGroup(string folder, bool isVersion1) => (_folder, _isVersion1) = (folder, isVersion1);

    /// <summary>What starts a program in the group: put before its command line.</summary>
    public IReadOnlyList<string> Launcher => ["sh", "-c", "echo $$ > \"$0\" && exec \"$@\"", Path.Combine(_folder, "cgroup.procs")];

    /// <summary>How often its processes had to wait for a processor that they had used up.</summary>
    public long Throttles => NumberIn("cpu.stat", "nr_throttled");

    /// <summary>Processes of it that the kernel has killed for want of memory.</summary>
    public long MemoryKills => NumberIn(_isVersion1 ? "memory.oom_control" : "memory.events", "oom_kill");

    /// <summary>Memory that is in use, in bytes, pages of files included.</summary>
    public long MemoryUsed => long.Parse(File.ReadAllText(In(_isVersion1 ? "memory.usage_in_bytes" : "memory.current")), CultureInfo.InvariantCulture);

    /// <param name="controller"><c>memory</c> or <c>cpu</c>.</param>
    public static ControlGroup Make(CaseRun run, string controller)
    {
        string own = Path.Combine(Root, controller);
        bool isVersion1 = Directory.Exists(own);
        if (!isVersion1) File.WriteAllText(Path.Combine(Root, "cgroup.subtree_control"), "+" + controller);
        string folder = Path.Combine(isVersion1 ? own : Root, run.Mark);
        Directory.CreateDirectory(folder);
        return run.Own(new ControlGroup(folder, isVersion1));
    }

    /// <summary>Its processes together get so much of one processor, 1 being all of it.</summary>
    public void GiveProcessor(double part)
    {
        string quota = ((int)(part * PeriodUs)).ToString(CultureInfo.InvariantCulture);
        File.WriteAllText(In(_isVersion1 ? "cpu.cfs_quota_us" : "cpu.max"), quota);
    }

    public void GiveAllProcessors() => File.WriteAllText(In(_isVersion1 ? "cpu.cfs_quota_us" : "cpu.max"), _isVersion1 ? "-1" : "max");

    /// <returns>False where the kernel cannot take back so much from those who have it.</returns>
    public bool GiveMemory(long bytes)
    {
        try
        {
            File.WriteAllText(In(_isVersion1 ? "memory.limit_in_bytes" : "memory.max"), bytes.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync() =>
        await CaseRun.UntilAsync(async () => (await Command.TryAsync("rmdir", _folder)).ExitCode == 0, "the control group is empty");

    private string In(string file) => Path.Combine(_folder, file);

    private long NumberIn(string file, string key) => File.ReadAllLines(In(file)).Select(line => line.Split(' '))
        .Where(words => words[0] == key).Select(words => long.Parse(words[1], CultureInfo.InvariantCulture)).Single();
}
