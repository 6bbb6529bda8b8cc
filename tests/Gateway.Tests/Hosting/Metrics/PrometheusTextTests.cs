using System.Diagnostics.Metrics;
using Gateway.Hosting.Metrics;

namespace Gateway.Tests.Hosting.Metrics;

public sealed class PrometheusTextTests : IDisposable
{
    private readonly Meter _meter = new($"test.{Guid.NewGuid()}");
    private readonly MetricCollector _collector;

    public PrometheusTextTests() => _collector = new MetricCollector(meter => ReferenceEquals(meter, _meter));

    public void Dispose()
    {
        _collector.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void A_counter_is_a_total_of_what_was_added_for_each_set_of_labels()
    {
        var counter = _meter.CreateCounter<long>("envgw.bus.requests", "{request}", "Requests made");
        counter.Add(3, new("unit", 7), new("bus", "plant"));
        counter.Add(4, new("bus", "plant"), new("unit", 7));
        counter.Add(1);
        Expect(
            """
            # HELP envgw_bus_requests_total Requests made
            # TYPE envgw_bus_requests_total counter
            envgw_bus_requests_total 1
            envgw_bus_requests_total{bus="plant",unit="7"} 7
            """);
    }

    [Fact]
    public void A_histogram_counts_up_to_each_bound_and_all()
    {
        var histogram = _meter.CreateHistogram<double>("envgw.commit.duration", "s");
        foreach (double seconds in (double[])[0.001, 0.004, 0.3, 60]) histogram.Record(seconds);
        string text = Text();
        Assert.Contains("# TYPE envgw_commit_duration_seconds histogram\n", text, StringComparison.Ordinal);
        foreach (var (bound, count) in ((string, int)[])[("0.001", 1), ("0.0025", 1), ("0.005", 2), ("0.25", 2), ("0.5", 3), ("10", 3), ("+Inf", 4)])
            Assert.Contains($"envgw_commit_duration_seconds_bucket{{le=\"{bound}\"}} {count}\n", text, StringComparison.Ordinal);
        Assert.Contains("envgw_commit_duration_seconds_sum 60.305\n", text, StringComparison.Ordinal);
        Assert.Contains("envgw_commit_duration_seconds_count 4\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_observed_is_asked_anew_and_gone_when_it_is_no_longer_there()
    {
        List<Measurement<long>> waiting = [new(5, new KeyValuePair<string, object?>("feed", "a")), new(6, new KeyValuePair<string, object?>("feed", "b"))];
        _meter.CreateObservableGauge("envgw.waiting", () => waiting);
        Expect("# TYPE envgw_waiting gauge\nenvgw_waiting{feed=\"a\"} 5\nenvgw_waiting{feed=\"b\"} 6");
        waiting.RemoveAt(0);
        Expect("# TYPE envgw_waiting gauge\nenvgw_waiting{feed=\"b\"} 6");
    }

    [Fact]
    public void An_observed_counter_gives_its_whole_number_each_time()
    {
        _meter.CreateObservableCounter("envgw.dropped", () => 8L);
        Expect("# TYPE envgw_dropped_total counter\nenvgw_dropped_total 8");
        Expect("# TYPE envgw_dropped_total counter\nenvgw_dropped_total 8");
    }

    [Fact]
    public void An_instrument_that_cannot_say_its_number_hides_no_other()
    {
        _meter.CreateObservableGauge("envgw.a.closed", long () => throw new InvalidOperationException("not open yet"));
        _meter.CreateObservableGauge("envgw.b.open", () => 1L);
        Assert.Contains("envgw_b_open 1\n", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_texts_that_people_chose_cannot_break_the_format()
    {
        var gauge = _meter.CreateGauge<double>("envgw.9-odd name", null, "two\nlines \\");
        gauge.Record(double.NaN, new KeyValuePair<string, object?>("a b", "say \"x\"\\\n井"));
        Expect(
            """
            # HELP envgw_9_odd_name two\nlines \\
            # TYPE envgw_9_odd_name gauge
            envgw_9_odd_name{a_b="say \"x\"\\\n井"} NaN
            """);
    }

    [Fact]
    public void Labels_without_end_are_not_kept_without_end()
    {
        var counter = _meter.CreateCounter<long>("envgw.endless");
        for (int n = 0; n < MetricSeries.MostLabelSets + 10; n++) counter.Add(1, new KeyValuePair<string, object?>("n", n));
        counter.Add(1, new KeyValuePair<string, object?>("n", 0));
        string text = Text();
        Assert.Equal(MetricSeries.MostLabelSets + 1, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("envgw_endless_total{n=\"0\"} 2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_meter_that_has_ended_takes_its_numbers_along()
    {
        _meter.CreateCounter<long>("envgw.ended").Add(1);
        Assert.NotEmpty(Text());
        _meter.Dispose();
        Assert.Empty(Text());
    }

    private string Text() => PrometheusText.Of(_collector.Collect());

    private void Expect(string text) => Assert.Equal(text.ReplaceLineEndings("\n") + "\n", Text());
}
