using Gateway.Faults.Running;
using Gateway.Testing;

namespace Gateway.Faults.Disks;

/// <summary>A disk whose device is a program (nbdkit behind nbdfuse and a loop device): it has a write cache that can be lost, refuses writes, is slow, or
/// stands still.</summary>
internal sealed class ServedDisk : IAsyncDisposable
{
    private readonly CaseRun _run;
    private readonly string _image;
    private RunningProcess? _server;
    private RunningProcess? _block;
    private string? _device;
    private bool _isMounted;

    private ServedDisk(CaseRun run)
    {
        _run = run;
        _image = run["back.img"];
        Folder = Directory.CreateDirectory(run["served"]).FullName;
    }

    public string Folder { get; }

    public string Data => Path.Combine(Folder, "data");

    /// <summary>While this file exists, a disk made with the filter <c>error</c> refuses writes.</summary>
    public string Trip => _run["trip"];

    private string Socket => _run["nbd.sock"];

    private string Served => _run["nbd.img"];

    /// <param name="filter">Of nbdkit: cache, error or delay.</param>
    /// <param name="options">Of the filter (nbdkit-cache-filter(1) and the like).</param>
    public static async Task<ServedDisk> MakeAsync(CaseRun run, string size, string filter, params string[] options)
    {
        var disk = new ServedDisk(run);
        await Command.RunAsync("truncate", "-s", size, disk._image);
        await Command.RunAsync("mkfs.ext4", "-qFm0", disk._image);
        run.Own(disk);
        await disk.ServeAsync(filter, options);
        return disk;
    }

    /// <summary>Serves the image and mounts what is served. After a cut: the next life of the machine.</summary>
    public async Task ServeAsync(string filter, params string[] options)
    {
        await File.WriteAllTextAsync(Served, "");
        _server = RunningProcess.Start("nbdkit", ["-f", "-U", Socket, $"--filter={filter}", "file", _image, .. options], "nbdkit");
        await CaseRun.UntilAsync(() => File.Exists(Socket), "nbdkit listens");
        _block = RunningProcess.Start("nbdfuse", [Served, $"nbd+unix:///?socket={Socket}"], "libnbd-bin");
        await CaseRun.UntilAsync(() => new FileInfo(Served).Length > 0, "nbdfuse shows the disk");
        await MountAsync(Served);
    }

    /// <summary>Mounts what had reached the disk itself, past its cache.</summary>
    public Task MountWhatIsLeftAsync() => MountAsync(_image);

    /// <summary>Lets go of what <see cref="MountWhatIsLeftAsync"/> mounted, in good order.</summary>
    public async Task UnmountAsync()
    {
        await Command.RunAsync("umount", Folder);
        _isMounted = false;
        await DetachAsync();
    }

    /// <summary>What a person does after errors of the device.</summary>
    public async Task RepairAsync()
    {
        // Exit code 1: errors were found and mended (e2fsck(8)).
        var (code, output, errors) = await Command.TryAsync("e2fsck", "-fy", _image);
        if (code > 1) throw new CommandException("e2fsck", code, output + errors);
    }

    /// <summary>The device loses its power, and with it what it kept in its volatile cache.</summary>
    public async Task CutAsync()
    {
        await Server.KillAsync();
        await DetachAsync();
    }

    /// <summary>The whole disk stands still.</summary>
    public void Freeze() => Server.Freeze();

    public void Thaw() => Server.Thaw();

    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: false } server) server.Thaw();
        await DetachAsync();
    }

    private RunningProcess Server => _server ?? throw new InvalidOperationException("The disk is not served.");

    private async Task MountAsync(string file)
    {
        _device = await Command.RunAsync("losetup", "--show", "-f", file);
        await Command.RunAsync("mount", _device, Folder);
        _isMounted = true;
    }

    private async Task DetachAsync()
    {
        if (_isMounted) await Command.RunAsync("umount", "-l", Folder);
        _isMounted = false;
        if (_device is not null) await Command.TryAsync("losetup", "-d", _device);
        _device = null;
        if (_block is not null)
        {
            await Command.TryAsync("fusermount3", "-uz", Served);
            await _block.DisposeAsync();
        }
        _block = null;
        if (_server is not null) await _server.DisposeAsync();
        _server = null;
        File.Delete(Socket);
    }
}
