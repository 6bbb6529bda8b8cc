using Gateway.EndToEnd;
using Gateway.Faults.Disks;
using Gateway.Faults.Running;

namespace Gateway.Faults.Cases;

/// <summary>The data folder cannot be used: a clear message and an exit code, no crash and no gateway that only seems to store.</summary>
internal sealed class B11UnusableFolder : FaultCase
{
    public override string Id => "B11";

    public override string Fault => "data folder a file, read-only, on a full inode table";

    public override async Task RunAsync(CaseRun run)
    {
        await File.WriteAllTextAsync(run["file"], "a file");
        await RefusesAsync(run, run["file"], "a file in its place");

        var disk = await LoopDisk.MakeAsync(run, "16M", "-N", "16");
        for (int n = 0; ; n++)
        {
            if ((await Command.TryAsync("touch", Path.Combine(disk.Folder, $"n{n}"))).ExitCode != 0) break;
        }
        await RefusesAsync(run, disk.Data, "a full inode table");

        await Command.RunAsync("mount", "-o", "remount,ro", disk.Folder);
        await RefusesAsync(run, disk.Data, "a read-only disk");
    }

    private static async Task RefusesAsync(CaseRun run, string folder, string what)
    {
        await using var gateway = new GatewayUnderTest();
        gateway.WriteProbe(Sites.With(Sites.Tcp(1), 1).Replace("@BUFFER@", folder, StringComparison.Ordinal));
        var (code, output, errors) = await gateway.AskAsync("run");
        run.Struck(code != 0, $"{what}: exit code {code}: {errors.Split('\n')[0]}");
        run.Require(errors.Contains(folder, StringComparison.Ordinal), $"{what}: the message names the folder: {errors}");
        run.Require(!(output + errors).Contains("   at ", StringComparison.Ordinal), $"{what}: the message is for people: {errors}");
    }
}
