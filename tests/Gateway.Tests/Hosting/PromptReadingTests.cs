using Gateway.Cli;
using Gateway.Core.Readings;
using Gateway.Hosting;
using Gateway.Testing;
using Gateway.Tests.Cli;

namespace Gateway.Tests.Hosting;

public sealed class PromptReadingTests : IDisposable
{
    private const string Point = "outlet/turbidity";

    private readonly SiteFolder _folder = new();
    private readonly TestClock _clock = new();
    private readonly List<string> _wanted = [];
    private Reading _latest;

    public PromptReadingTests() => _latest = Reading.OfNumber(0, NowMs, 0.4);

    private long NowMs => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_ends_with_the_first_reading_that_was_made_since()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        var reading = ReadAsync(Point, "no/such");
        Assert.Equal(["outlet"], _wanted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(reading.IsCompleted);
        _latest = Reading.Missing(0, NowMs, Quality.Bad(QualityReason.Timeout));
        Assert.Empty(await EndOf(reading));
    }

    [Fact]
    public async Task A_point_that_nothing_was_heard_of_is_named_after_a_while()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        var reading = ReadAsync(Point);
        _latest = Reading.Missing(0, NowMs, Quality.Bad(QualityReason.Stale));
        Assert.Equal([Point], await EndOf(reading));
    }

    [Fact]
    public async Task Nothing_is_waited_for_when_no_point_is_meant() => Assert.Empty(await ReadAsync("no/such"));

    private Task<IReadOnlyList<string>> ReadAsync(params string[] points)
    {
        var site = SiteFiles.Compile(_folder.SiteFile).Model!;
        return new PromptReading(site, _ => _latest, device => _wanted.Add(device.Name), _clock).ReadAsync(points, TestContext.Current.CancellationToken);
    }

    private async Task<IReadOnlyList<string>> EndOf(Task<IReadOnlyList<string>> reading)
    {
        await Patience.UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            return reading.IsCompleted;
        });
        return await reading;
    }
}
