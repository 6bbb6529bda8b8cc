using System.Runtime.InteropServices;

namespace Gateway.Hosting;

/// <summary>The C library's heap, in which SQLite, OpenSSL and the runtime itself keep what they allocate.</summary>
/// <remarks>
/// glibc gives each thread that allocates an arena of its own, and keeps in it what was freed. As statements of SQLite run on whatever thread is free, the
/// arenas together grew by 20 MB within two minutes; one arena for all stays at 8 MB. See mallopt(3), malloc_trim(3).
/// </remarks>
internal static partial class NativeHeap
{
    // malloc.h of glibc.
    private const int TrimThreshold = -1;
    private const int MostArenas = -8;

    /// <summary>Free memory at the heap's end above which it goes back to the system; glibc begins with as much, but lets it grow.</summary>
    private const int KeptBytes = 128 * 1024;

    /// <summary>Lets all threads allocate from one arena, and keeps little of what was freed. Best called before there are threads that have
    /// allocated.</summary>
    /// <returns>False when the C library has no such settings: musl, which needs none.</returns>
    public static bool Confine()
    {
        try
        {
            return (SetOption(MostArenas, 1) & SetOption(TrimThreshold, KeptBytes)) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Gives the system back what is free, also between what is used.</summary>
    /// <returns>Whether there was something.</returns>
    public static bool Trim()
    {
        try
        {
            return GiveBack(0) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <returns>1 when it was taken.</returns>
    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    /// <param name="kept">Bytes to keep free at the heap's end.</param>
    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int GiveBack(nuint kept);
}
