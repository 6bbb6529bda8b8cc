using Gateway.Core.Documents;

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
            Wording holder = File.Exists(files.Holder) ? File.ReadAllText(files.Holder).Trim() : ("(unknown)", "（未知）");
            throw new StoreException(StoreFault.Busy, (
                $"The data folder {files.Folder} is in use by process {holder.English}. Stop that one, or give this one another folder.",
                $"数据文件夹 {files.Folder} 正被进程 {holder.Chinese} 使用。请停止该进程，或换用其他文件夹。"), taken);
        }
    }
}
