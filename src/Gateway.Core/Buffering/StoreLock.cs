namespace Gateway.Core.Buffering;

/// <summary>Keeps a second process out of a data folder. The kernel lets go when the process ends, however it ends.</summary>
internal sealed class StoreLock : IDisposable
{
    /// <summary>flock(2): EWOULDBLOCK, on Linux 11 everywhere. Whatever else goes wrong (a read-only file system) is nobody's holding.</summary>
    private const int WouldBlock = 11;

    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <exception cref="StoreException">Busy: another process has it; the message names it.</exception>
    public static StoreLock Take(StoreFiles files)
    {
        var file = Hold(files);
        try
        {
            File.WriteAllText(files.Holder, $"{Environment.ProcessId}\n");
        }
        catch (IOException)
        {
            // The disk is full: the lock holds without the number that would name us.
        }
        return new StoreLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Hold(StoreFiles files)
    {
        try
        {
            // On Unix this takes an exclusive flock on the file.
            return new FileStream(files.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException taken) when (taken.HResult == WouldBlock)
        {
            string holder = File.Exists(files.Holder) ? File.ReadAllText(files.Holder).Trim() : "(unknown)";
            throw new StoreException(
                StoreFault.Busy, $"The data folder {files.Folder} is in use by process {holder}. Stop that one, or give this one another folder.", taken);
        }
    }
}
