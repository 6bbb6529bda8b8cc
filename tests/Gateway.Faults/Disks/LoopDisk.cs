using Gateway.Faults.Running;

namespace Gateway.Faults.Disks;

/// <summary>A disk of the case's own: ext4 in a file behind a loop device. Its power can be cut, it can be filled by others, and it can turn
/// read-only.</summary>
internal sealed class LoopDisk : IAsyncDisposable
{
    // The file system must not sync by itself what nobody asked it to.
    private const string Ext4Options = "errors=remount-ro,commit=60";

    private readonly string _options;
    private readonly string _device;
    private bool _isMounted;
    private bool _isGone;

    private LoopDisk(string folder, string image, string device, string options) => (Folder, Image, _device, _options) = (folder, image, device, options);

    /// <summary>The file that is the disk.</summary>
    public string Image { get; }

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    /// <summary>The data folder of whoever stores on it.</summary>
    public string Data => Path.Combine(Folder, "data");

    /// <summary>Whether what <see cref="LeaveUnsynced"/> left is still there: after a power cut it is not.</summary>
    public bool HasUnsynced => File.Exists(Unsynced);

    private string Unsynced => Path.Combine(Folder, "unsynced");

    private string Filler => Path.Combine(Folder, "filler");

    /// <param name="size">As truncate(1) takes it: <c>64M</c>.</param>
    /// <param name="format">Further options of mkfs.ext4.</param>
    public static async Task<LoopDisk> MakeAsync(CaseRun run, string size, params string[] format)
    {
        string image = run["disk.img"];
        await Command.RunAsync("truncate", "-s", size, image);
        await Command.RunAsync("mkfs.ext4", ["-qFm0", .. format, image]);
        return await AttachAsync(run, image, "disk");
    }

    /// <summary>A disk whose files can be copied in an instant (reflink): for images of other disks.</summary>
    public static async Task<LoopDisk> MakeCopyingAsync(CaseRun run, string size)
    {
        string image = run["shelf.img"];
        await Command.RunAsync("truncate", "-s", size, image);
        await Command.RunAsync("mkfs.xfs", "-q", "-m", "reflink=1", image);
        return await AttachAsync(run, image, "shelf", "defaults");
    }

    /// <summary>Mounts an image that is there.</summary>
    public static async Task<LoopDisk> AttachAsync(CaseRun run, string image, string name, string options = Ext4Options)
    {
        var disk = new LoopDisk(Directory.CreateDirectory(run[name]).FullName, image, await Command.RunAsync("losetup", "--show", "-f", image), options);
        run.Own(disk);
        await disk.MountAsync();
        return disk;
    }

    /// <summary>The power goes: whatever the file system had not synced is gone, the tail of its own journal included. Whoever runs on it gets errors until
    /// he dies, and must be dead before <see cref="PowerOnAsync"/>.</summary>
    /// <remarks>Not quite as sudden as a real one: a plain pwrite and fsync that is under way just then is told that all is well (Linux 6.18: six times in
    /// fifty). A machine without power tells nobody anything, so what is told from here on does not count.</remarks>
    public void PowerCut() => FileSystemShutdown.Of(Folder);

    /// <summary>Writes something that nobody syncs, while nobody else syncs either.</summary>
    public void LeaveUnsynced() => File.WriteAllBytes(Unsynced, new byte[4096]);

    /// <summary>The file system replays its journal.</summary>
    public async Task PowerOnAsync()
    {
        await UnmountAsync();
        await MountAsync();
    }

    /// <summary>The file system notices an error of its own and turns read-only under those who write.</summary>
    public Task TurnReadOnlyAsync() => File.WriteAllTextAsync($"/sys/fs/ext4/{Path.GetFileName(_device)}/trigger_fs_error", "1");

    /// <summary>What a person does then.</summary>
    public async Task RepairAsync()
    {
        await UnmountAsync();
        // Exit code 1: errors were found and mended (e2fsck(8)).
        var (code, output, errors) = await Command.TryAsync("e2fsck", "-fy", Image);
        if (code > 1) throw new CommandException("e2fsck", code, output + errors);
        await MountAsync();
    }

    /// <summary>Others fill the disk to the last block; called again, also what was given up for us meanwhile.</summary>
    public Task FillAsync() => Command.TryAsync("dd", "if=/dev/zero", $"of={Filler}", "bs=64k", "oflag=append", "conv=notrunc");

    public long FreeBytes => new DriveInfo(Folder).AvailableFreeSpace;

    public void Unfill() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        if (_isGone) return;
        _isGone = true;
        if (_isMounted) await Command.RunAsync("umount", "-l", Folder);
        await Command.RunAsync("losetup", "-d", _device);
    }

    private async Task MountAsync()
    {
        await Command.RunAsync("mount", "-o", _options, _device, Folder);
        _isMounted = true;
    }

    private async Task UnmountAsync()
    {
        // The kernel lets go of the files of a process that was killed a moment after the process is gone.
        await CaseRun.UntilAsync(async () => (await Command.TryAsync("umount", Folder)).ExitCode == 0, $"{Folder} is let go");
        _isMounted = false;
    }
}
