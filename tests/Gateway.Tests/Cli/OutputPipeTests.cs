using System.IO.Pipes;
using Gateway.Cli;
using Gateway.Testing;

namespace Gateway.Tests.Cli;

public class OutputPipeTests
{
    [Fact]
    public async Task A_command_is_ended_when_the_last_reader_of_its_pipe_goes_even_if_it_has_nothing_to_say()
    {
        await using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        using var ending = new CancellationTokenSource();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var told = ending.Token.Register(ended.SetResult);
        OutputPipe.EndWithReader((int)pipe.SafePipeHandle.DangerousGetHandle(), ending);
        Assert.False(ending.IsCancellationRequested);
        // The only other end there is.
        pipe.DisposeLocalCopyOfClientHandle();
        await ended.Task.WaitAsync(Patience.Limit);
    }
}
