namespace Gateway.Simulation;

/// <summary>Keeps a second simulation from replacing the link at a port's path: a lock file beside it, which the kernel frees whatever becomes of us.</summary>
internal sealed class PortClaim : IDisposable
{
    private readonly FileStream _lock;

    private PortClaim(FileStream held) => _lock = held;

    /// <param name="port">Path of the port.</param>
    /// <exception cref="IOException">Another simulation has it, or the folder is not ours to write in.</exception>
    public static PortClaim Of(string port)
    {
        try
        {
            return new PortClaim(new FileStream($"{port}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException(denied.Message, denied);
        }
    }

    public void Dispose() => _lock.Dispose();
}
