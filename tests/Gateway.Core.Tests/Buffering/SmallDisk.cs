using System.Diagnostics;
using Gateway.Testing;

namespace Gateway.Core.Tests.Buffering;

/// <summary>A file system of its own in memory, which can be filled. Only root can have one: the test is skipped for everybody else.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallDisk(int megabytes)
    {
        Assert.SkipUnless(Environment.UserName == "root" && Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", _folder.Path), "a file system can be mounted by root only");
    }

    public string Path => _folder.Path;

    private string Filler => _folder["somebody-elses-file"];

    /// <summary>What a program of somebody else does that knows no bounds: not a byte is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] block = new byte[4096];
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }

    public void Clear() => File.Delete(Filler);

    public void Dispose()
    {
        // Lazily: a connection that SQLite closes in its own time does not hold it up.
        Run("umount", "-l", _folder.Path);
        _folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
