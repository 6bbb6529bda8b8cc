using Microsoft.Extensions.Logging;

namespace Gateway.Core.Buffering;

/// <summary>The file <c>ballast</c>: 16 MiB kept for the day when others have filled the disk. Then it goes, so that the log has room to store, and to
/// delete.</summary>
/// <remarks>SQLite needs room in its log even to delete, so a full disk cannot be mended by deleting rows alone.</remarks>
public sealed class Ballast : IDiskReserve
{
    public const long Bytes = 16L << 20;

    /// <summary>Free space beside the ballast that must be there before it is taken back: else it would fill the disk by itself.</summary>
    public const long Margin = 64L << 20;

    private readonly string _path;
    private readonly ILogger _logger;
    private readonly Func<long?> _free;
    private bool _saidMissing;

    /// <param name="dataFolder">Where the store is.</param>
    public Ballast(string dataFolder, ILogger<Ballast> logger) : this(dataFolder, logger, () => FreeIn(dataFolder))
    {
    }

    /// <param name="free">Bytes free on the disk; null when it does not tell.</param>
    internal Ballast(string dataFolder, ILogger<Ballast> logger, Func<long?> free)
    {
        _path = new StoreFiles(dataFolder).Ballast;
        _logger = logger;
        _free = free;
    }

    public bool IsOut => !File.Exists(_path);

    public ReservePiece? TryRelease()
    {
        try
        {
            long bytes = StoreFiles.LengthOf(_path);
            if (bytes == 0) return null;
            File.Delete(_path);
            return new ReservePiece("ballast", bytes);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A file system that turned read-only: nothing can be given up.
            return null;
        }
    }

    public void TryRestore()
    {
        if (StoreFiles.LengthOf(_path) >= Bytes || _free() is not { } free || free < Bytes + Margin) return;
        try
        {
            Write();
            if (_saidMissing) Log.BallastBack(_logger);
            _saidMissing = false;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            if (!_saidMissing) Log.NoBallast(_logger, refused.Message);
            _saidMissing = true;
        }
    }

    private static long? FreeIn(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception silent) when (silent is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Blocks are taken for good by preallocation; its length only makes them visible. A file that is not whole does not stay.</summary>
    private void Write()
    {
        string part = _path + ".part";
        try
        {
            using (var file = File.OpenHandle(part, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.None, Bytes)) RandomAccess.SetLength(file, Bytes);
            File.Move(part, _path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
