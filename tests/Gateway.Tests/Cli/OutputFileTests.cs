using System.Diagnostics;
using Gateway.Cli;
using Gateway.Testing;

namespace Gateway.Tests.Cli;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CommandContext _context = new(TextWriter.Null, TextWriter.Null, "en", Json: false);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_pipe_or_device_is_written_into_and_never_replaced_by_a_file()
    {
        string pipe = _folder["pipe"];
        using (var made = Process.Start("mkfifo", [pipe])) await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        // Opening a pipe waits for its other end.
        var reading = Task.Factory.StartNew(() => File.ReadAllText(pipe), TaskCreationOptions.LongRunning);
        Assert.Equal(ExitCode.Fine, OutputFile.Write(_context, pipe, Hello));
        Assert.Equal("hello", await reading.WaitAsync(Patience.Limit));
        Assert.True(Path.Exists(pipe) && !FileReplacement.IsOrdinary(pipe));
    }

    [Fact]
    public void A_file_appears_when_it_is_whole_and_in_the_place_of_an_older_one()
    {
        string file = _folder.Write("out.csv", "old");
        Assert.Equal(ExitCode.Fine, OutputFile.Write(_context, file, output =>
        {
            int code = Hello(output);
            Assert.Equal("old", File.ReadAllText(file));
            return code;
        }));
        Assert.Equal("hello", File.ReadAllText(file));
        Assert.False(File.Exists(file + ".part"));
    }

    private static int Hello(TextWriter output)
    {
        output.Write("hello");
        return ExitCode.Fine;
    }
}
