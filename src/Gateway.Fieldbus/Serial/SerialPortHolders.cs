namespace Gateway.Fieldbus.Serial;

/// <summary>Finds out which programs have a port open, from /proc. Another user's programs are seen by root only.</summary>
/// <param name="root">The file system's root; another one for tests.</param>
public sealed class SerialPortHolders(string root = "/")
{
    private readonly ProcessFiles _files = new(root);

    /// <param name="device">The kernel's name, <c>/dev/ttyUSB0</c>, or a link to it: descriptors show the kernel's.</param>
    /// <returns>Each program once, without this one.</returns>
    public IReadOnlyList<PortHolder> Of(string device)
    {
        if (File.Exists(device)) device = File.ResolveLinkTarget(device, returnFinalTarget: true)?.FullName ?? device;
        return _files.Holding(target => target == device);
    }
}
