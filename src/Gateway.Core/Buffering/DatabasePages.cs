using Microsoft.Win32.SafeHandles;

namespace Gateway.Core.Buffering;

/// <summary>The pages of a database file, whatever it says of itself; none when it is gone.</summary>
internal sealed class DatabasePages(string path) : IPageImages, IDisposable
{
    private readonly SafeFileHandle? _file = File.Exists(path) ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete) : null;

    public int Count => (int)(StoreFiles.LengthOf(path) / SqliteSchema.PageBytes);

    public bool TryRead(int image, Span<byte> page)
    {
        try
        {
            return _file is not null && RandomAccess.Read(_file, page, (long)image * SqliteSchema.PageBytes) == page.Length;
        }
        catch (IOException)
        {
            // A place of the disk that cannot be read; the pages beside it may be.
            return false;
        }
    }

    public bool TryFind(uint number, int image, Span<byte> page) => number >= 1 && number <= (uint)Count && TryRead((int)number - 1, page);

    public void Dispose() => _file?.Dispose();
}
