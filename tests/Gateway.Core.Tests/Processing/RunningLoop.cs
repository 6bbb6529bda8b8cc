using System.Threading.Channels;
using Gateway.Core.Alarms;
using Gateway.Core.Buffering;
using Gateway.Core.Processing;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Processing;

/// <summary>A processing loop on a test clock, between a real channel and a real buffer over memory that commits as fast as it can.</summary>
internal sealed class RunningLoop : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly SiteModel _site;
    private readonly Channel<Scan> _channel = Channel.CreateBounded<Scan>(1000);
    private readonly CancellationTokenSource _stopLoop = new();
    private readonly CancellationTokenSource _stopBuffer = new();
    private Task _storing = Task.CompletedTask;
    private Task _running = Task.CompletedTask;

    /// <param name="engineSite">Another site for the engine, to have it fail.</param>
    public RunningLoop(SiteModel site, IStore? store = null, SiteModel? engineSite = null, BufferLimits? limits = null)
    {
        _site = site;
        Store = store ?? new MemoryStore(1 << 30);
        Buffer = new DurableBuffer(
            Store, site.Buffer with { CommitEvery = TimeSpan.FromMilliseconds(1) }, TimeProvider.System, NullLogger<DurableBuffer>.Instance, null,
            limits ?? new BufferLimits());
        Buffer.Open();
        Buffer.UseLayout(Layout.Of(site));
        var engine = new AlarmEngine(engineSite ?? site, Buffer.AlarmStates(), Clock);
        Loop = new ProcessingLoop(site, _channel.Reader, engine, Buffer, Clock, Logger);
    }

    public TestClock Clock { get; } = new();

    public IStore Store { get; }

    public DurableBuffer Buffer { get; }

    public ProcessingLoop Loop { get; }

    public RecordingLogger<ProcessingLoop> Logger { get; } = new();

    public long NowMs => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public RunningLoop Start()
    {
        StartBuffer();
        StartLoop();
        return this;
    }

    public void StartBuffer() => _storing = Buffer.RunAsync(_stopBuffer.Token);

    public void StartLoop() => _running = Loop.RunAsync(_stopLoop.Token);

    public void Scan(int device, params Reading[] readings)
    {
        var scan = new Scan(device, readings.Length, Clock.GetTimestamp());
        foreach (var reading in readings) scan.Add(reading);
        Assert.True(_channel.Writer.TryWrite(scan));
    }

    public void Value(int point, double value) => Scan(_site.Points[point].Device, Reading.OfNumber(point, NowMs, value));

    /// <summary>Lets time pass and waits until the loop has gone round on it.</summary>
    public async Task AdvanceAsync(double seconds)
    {
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        await GoRoundAsync();
    }

    /// <summary>Waits until the loop has done everything that was due: an answer ends one pass, a second one the pass that may have begun with it.</summary>
    public async Task GoRoundAsync()
    {
        for (int i = 0; i < 2; i++)
            Assert.Equal(AcknowledgeResult.UnknownAlarm, await Loop.AcknowledgeAsync(new Acknowledgement("no/such", "", "test"), default).WaitAsync(_patience));
    }

    /// <summary>Waits for so many stored readings, and gives all there are.</summary>
    public async Task<List<Reading>> StoredReadingsAsync(int atLeast)
    {
        while (true)
        {
            long commits = Buffer.Commits;
            var readings = Buffer.Read(Lane.Live, 1, int.MaxValue, long.MaxValue).SelectMany(message => Rows(message.Body.Span)).ToList();
            if (readings.Count >= atLeast) return readings;
            await Buffer.WaitForAnyAsync(commits, default).AsTask().WaitAsync(_patience);
        }
    }

    /// <summary>Waits for so many stored transitions, and gives all there are.</summary>
    public async Task<List<AlarmTransition>> StoredTransitionsAsync(int atLeast)
    {
        if (atLeast > 0) await Buffer.WaitForMoreAsync(Lane.Event, atLeast - 1, default).AsTask().WaitAsync(_patience);
        return [.. Buffer.Read(Lane.Event, 1, int.MaxValue, long.MaxValue).Select(message => AlarmTransitionJson.Parse(message.Body)!)];
    }

    /// <summary>Acquisition says that there is no more.</summary>
    public void Complete() => _channel.Writer.Complete();

    public Task LoopEndAsync() => _running.WaitAsync(_patience);

    /// <summary>Tells the loop to stop, and does not wait for it.</summary>
    public Task AskToStopAsync() => _stopLoop.CancelAsync();

    public async Task StopAsync()
    {
        await AskToStopAsync();
        await _running.WaitAsync(_patience);
        await _stopBuffer.CancelAsync();
        await _storing.WaitAsync(_patience);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Buffer.Dispose();
        _stopLoop.Dispose();
        _stopBuffer.Dispose();
    }

    private static List<Reading> Rows(ReadOnlySpan<byte> body)
    {
        List<Reading> rows = [];
        var reader = new ReadingsReader(body);
        while (reader.TryRead(out var row)) rows.Add(row.ToReading());
        return rows;
    }
}
