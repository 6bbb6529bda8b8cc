using System.Text.Json;
using Gateway.Core.Commissioning;
using Gateway.Fieldbus.Transports;

namespace Gateway.Cli;

/// <summary>Gets a bus for a command: asks whoever polls it to lend it, then opens it alone. Says what is in the way.</summary>
internal sealed class BusAccess(CommandContext context, IBusLender lender, TimeProvider time)
{
    public BusAccess(CommandContext context) : this(context, new ServiceLender(TimeProvider.System), TimeProvider.System)
    {
    }

    /// <summary>Opens a bus, has it used, and gives it back.</summary>
    /// <param name="use">Gives the command's exit code.</param>
    public async Task<int> UseAsync(BusTarget target, Func<BusLine, Task<int>> use, CancellationToken cancel)
    {
        var loan = await lender.BorrowAsync(context, target, cancel);
        if (loan.Refusal is { } refusal)
        {
            Report(refusal);
            return loan.ExitCode;
        }
        bool wasOpen = false;
        try
        {
            await using var line = new BusLine(target, time, loan.Lease) { Seen = context.IsVerbose ? TellFrame : null };
            await line.OpenAsync(cancel);
            context.Detail(($"open {line.Bus.Display}", $"已打开 {line.Bus.Display}"));
            wasOpen = true;
            return await use(line);
        }
        catch (TransportException trouble)
        {
            Report(TransportTrouble.Of(trouble, target.Written, isLost: wasOpen && trouble.Fault is (TransportFault.PeerGone or TransportFault.Busy)));
            return ExitCodeOf(trouble.Fault);
        }
        finally
        {
            if (loan.Lease is { } lease) await lease.DisposeAsync();
        }
    }

    private void TellFrame(bool isSent, ReadOnlyMemory<byte> bytes) => context.Detail($"{(isSent ? "TX" : "RX")} {HexText.Of(bytes.Span)}");

    /// <summary>A person gets the text on the error stream, a program the same as JSON on the output.</summary>
    /// <param name="isInStream">Whether JSON lines stand before and after it.</param>
    public void Report(BusTrouble trouble, bool isInStream = false)
    {
        var json = isInStream ? CliJson.Lines : CliJson.Readable;
        if (context.Json) context.Out.WriteLine(JsonSerializer.Serialize(TroubleReport.Of(trouble, context.Language), json.TroubleReport));
        else context.Tell(trouble);
    }

    private static int ExitCodeOf(TransportFault fault) => fault switch
    {
        TransportFault.PermissionDenied => ExitCode.PermissionDenied,
        TransportFault.Busy => ExitCode.Busy,
        _ => ExitCode.NoAnswer,
    };
}
