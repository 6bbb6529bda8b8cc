using Microsoft.Data.Sqlite;

namespace Gateway.Core.Buffering;

/// <summary>What SQLite's result codes (sqlite.org/rescode.html) mean for the store.</summary>
internal static class SqliteFaults
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static StoreException Of(SqliteException failure, string path)
    {
        string code = $"SQLite error {failure.SqliteErrorCode}/{failure.SqliteExtendedErrorCode}: {failure.Message}";
        return failure.SqliteErrorCode switch
        {
            Busy or Locked => new StoreException(
                StoreFault.Busy, $"Another process has {path} open for writing. Close it. ({code})", failure),
            Full => new StoreException(
                StoreFault.Full, $"There is no room for {path}: the disk is full, or the buffer's own maximum is reached. ({code})", failure),
            Corrupt or NotADatabase => new StoreException(
                StoreFault.Damaged, $"{path} is damaged. It will be set aside and a fresh one begun. ({code})", failure),
            CannotOpen => new StoreException(
                StoreFault.Forbidden, $"{path} cannot be opened. Check that the folder exists and belongs to the user the gateway runs as. ({code})", failure),
            ReadOnly => new StoreException(
                StoreFault.InputOutput, $"{path} cannot be written: its file system is read-only, most likely since the disk failed. ({code})", failure),
            _ => new StoreException(
                StoreFault.InputOutput, $"The disk failed on {path}. Look into the kernel's log for the device. ({code})", failure),
        };
    }
}
