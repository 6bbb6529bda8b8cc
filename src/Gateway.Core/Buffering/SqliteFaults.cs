using Microsoft.Data.Sqlite;

namespace Gateway.Core.Buffering;

/// <summary>What SQLite's result codes (sqlite.org/rescode.html) mean for the store.</summary>
internal static class SqliteFaults
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Interrupted = 9;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    // SQLITE_IOERR_SHMSIZE: the log's index cannot grow, which is how a full disk shows when a database is opened.
    private const int NoSharedMemory = 4874;

    /// <summary>errno(3): ENOSPC, on Linux 28 everywhere.</summary>
    private const int NoSpace = 28;

    /// <summary>What the folder itself, and the files beside the database, did not allow when the store was opened.</summary>
    public static StoreException OfFolder(Exception refused, string folder) => refused is IOException { HResult: NoSpace }
        ? new StoreException(StoreFault.Full, ($"There is no room in {folder}: {refused.Message}", $"{folder} 空间不足：{refused.Message}"), refused)
        : new StoreException(StoreFault.Forbidden, (
            $"The data folder {folder} cannot be used: {refused.Message} It must be a folder that our user may write.",
            $"无法使用数据文件夹 {folder}：{refused.Message} 该文件夹须允许网关用户写入。"), refused);

    public static StoreException Of(SqliteException failure, string path)
    {
        int code = failure.SqliteExtendedErrorCode == NoSharedMemory ? Full : failure.SqliteErrorCode;
        var (fault, (english, chinese)) = code switch
        {
            Busy or Locked => (StoreFault.Busy, (
                $"Another process has {path} open for writing. Close it.", $"另一个进程正在写 {path}，请将其关闭。")),
            Interrupted => (StoreFault.Busy, (
                $"Reading {path} took too long and was ended, so that its log does not grow. The disk is slow; what was asked for is asked again.",
                $"读取 {path} 用时过长，已中止以免日志增长。磁盘过慢；将重新读取。")),
            Full => (StoreFault.Full, (
                $"There is no room for {path}: the disk is full, or the buffer's own maximum is reached.",
                $"{path} 空间不足：磁盘已满，或已达到断网缓存的上限。")),
            Corrupt or NotADatabase => (StoreFault.Damaged, (
                $"{path} is damaged. It will be set aside and a fresh one begun.", $"{path} 已损坏，将移到一旁并新建一个。")),
            CannotOpen => (StoreFault.Forbidden, (
                $"{path} cannot be opened. Check that the folder exists and belongs to the user the gateway runs as.",
                $"无法打开 {path}。请检查文件夹是否存在，并属于运行网关的用户。")),
            ReadOnly => (StoreFault.InputOutput, (
                $"{path} cannot be written: its file system is read-only, most likely since the disk failed.",
                $"无法写入 {path}：其文件系统为只读，多半因磁盘故障所致。")),
            _ => (StoreFault.InputOutput, (
                $"The disk failed on {path}. Look into the kernel's log for the device.", $"{path} 所在磁盘出错，请查看内核日志中该设备的信息。")),
        };
        string number = $"{failure.SqliteErrorCode}/{failure.SqliteExtendedErrorCode}";
        return new StoreException(fault, ($"{english} (SQLite error {number}: {failure.Message})", $"{chinese}（SQLite 错误 {number}：{failure.Message}）"), failure);
    }
}
