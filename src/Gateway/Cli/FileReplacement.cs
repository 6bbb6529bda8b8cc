using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Gateway.Cli;

/// <summary>Writes a new text in a file's place: whole or not at all, with the same owner and rights, so that the service can still read it.</summary>
internal static partial class FileReplacement
{
    // statx(2): one layout on every architecture.
    private const int StatxLength = 256, StatxOwnerAt = 20, StatxGroupAt = 24, StatxModeAt = 28, StatxBasic = 0x7FF, FromWorkingFolder = -100;

    // inode(7).
    private const int FileType = 0xF000, RegularFile = 0x8000;

    /// <summary>Whether it is a file with bytes in it, and no device, pipe, socket or folder: nothing else can be replaced by one.</summary>
    public static bool IsOrdinary(string path)
    {
        Span<byte> facts = stackalloc byte[StatxLength];
        return StatX(FromWorkingFolder, path, 0, StatxBasic, ref MemoryMarshal.GetReference(facts)) == 0
            && (MemoryMarshal.Read<ushort>(facts[StatxModeAt..]) & FileType) == RegularFile;
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public static void Write(string file, string text)
    {
        // What a link names is replaced, not the link.
        string target = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
        string beside = target + ".new";
        using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        File.SetUnixFileMode(beside, File.GetUnixFileMode(target));
        KeepOwner(target, beside);
        File.Move(beside, target, overwrite: true);
    }

    /// <summary>Writes a file that is not there yet.</summary>
    /// <exception cref="IOException">It cannot be written, or is there meanwhile.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public static void Create(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        stream.Write(Encoding.UTF8.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Copies the file as it is now beside itself.</summary>
    /// <returns>The copy's path.</returns>
    public static string Back(string file, DateTimeOffset now)
    {
        string copy = string.Create(CultureInfo.InvariantCulture, $"{file}.{now:yyyyMMdd-HHmmss}.bak");
        File.Copy(file, copy, overwrite: true);
        KeepOwner(file, copy);
        return copy;
    }

    /// <summary>Where we may: only root may give a file away, and everybody else owns what he replaces or could not have read it for himself alone.</summary>
    private static void KeepOwner(string file, string other)
    {
        Span<byte> facts = stackalloc byte[StatxLength];
        if (StatX(FromWorkingFolder, file, 0, StatxBasic, ref MemoryMarshal.GetReference(facts)) != 0) return;
        uint owner = MemoryMarshal.Read<uint>(facts[StatxOwnerAt..]), group = MemoryMarshal.Read<uint>(facts[StatxGroupAt..]);
        if (ChangeOwner(other, owner, group) != 0 && ChangeOwner(other, uint.MaxValue, group) != 0)
            throw new UnauthorizedAccessException($"{other} cannot be given the owner of {file}");
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, ref byte facts);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);
}
