using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Forwarding.Proof;

/// <summary>Looks every hour at the client certificates that feeds show, and says in the log and to the platforms which of them end soon.</summary>
/// <param name="clock">Whether the wall clock can be trusted now: by a clock that is certainly wrong nothing ends.</param>
public sealed class CertificateLoop(ProofSurroundings around, Func<ClockState> clock, TimeProvider time, ILogger<CertificateLoop> logger)
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private readonly CertificateWatch _watch = new();

    private volatile IReadOnlyList<CertificateLife> _ending = [];

    /// <summary>Those that end within 30 days, or have ended, as of the last look.</summary>
    public IReadOnlyList<CertificateLife> Ending => _ending;

    /// <summary>Runs until told to stop. What the disk does not take is in the log all the same.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var interval = new PeriodicTimer(Every, time);
        try
        {
            do await LookAsync(stop).ConfigureAwait(false);
            while (await interval.WaitForNextTickAsync(stop).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It is said again after the next start.
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        if (clock() == ClockState.Unset) return;
        var now = time.GetUtcNow();
        var lives = around.Certificates();
        _ending = [.. lives.Where(life => CertificateWatch.StageOf(life, now) != CertificateStage.Far)];
        foreach (var notice in _watch.Look(lives, now))
        {
            Say(notice);
            await StoreAsync(notice, stop).ConfigureAwait(false);
        }
    }

    private void Say(CertificateNotice notice)
    {
        switch (notice.Stage)
        {
            case CertificateStage.Far:
                Log.CertificateRenewed(logger, notice.Life.Feed, notice.Life.Ends);
                break;
            case CertificateStage.Ended:
                Log.CertificateEnded(logger, notice.Life.Feed, notice.Life.Ends);
                break;
            default:
                Log.CertificateEnds(logger, notice.Life.Feed, notice.Life.Ends, notice.Days);
                break;
        }
    }

    private async Task StoreAsync(CertificateNotice notice, CancellationToken stop)
    {
        byte[] body = ObjectJson.Of(json =>
        {
            json.WriteString("what", notice.Stage switch
            {
                CertificateStage.Far => "certificate-renewed",
                CertificateStage.Ended => "certificate-ended",
                _ => "certificate-ends",
            });
            json.WriteString("feed", notice.Life.Feed);
            json.WriteNumber("ends", notice.Life.Ends.ToUnixTimeMilliseconds());
            json.WriteNumber("days", notice.Days);
        });
        try
        {
            await around.Buffer.AppendEventAsync(MessageKind.Platform, body, null, stop).ConfigureAwait(false);
        }
        catch (StoreException failure)
        {
            Log.CertificateNotTold(logger, notice.Life.Feed, failure.Message);
        }
    }
}
