using System.Diagnostics.Metrics;

namespace Gateway.Hosting.Metrics;

/// <summary>The numbers of one instrument, one for each set of labels. Locked, because a room counts while another asks.</summary>
internal sealed class MetricSeries(Instrument instrument)
{
    /// <summary>Of what an instrument may hold: the labels are names of the site, so more than this is a mistake of ours and not to be paid with
    /// memory.</summary>
    public const int MostLabelSets = 2_000;

    /// <summary>Upper bounds of a histogram's buckets, in its unit: what a commit on a good disk, a slow one and a stuck one takes.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, double> _values = [];
    private readonly Dictionary<string, MetricHistogram> _histograms = [];

    public Instrument Instrument => instrument;

    public MetricKind Kind { get; } = KindOf(instrument);

    /// <summary>Whether each measurement is the whole number so far, which an observed counter gives, or the number now; a counter gives what is
    /// added.</summary>
    private bool IsWhole => instrument.IsObservable || Kind == MetricKind.Gauge;

    /// <param name="labels">As they are printed: see <see cref="PrometheusText.Labels"/>.</param>
    public void Take(double measured, string labels)
    {
        lock (_gate)
        {
            if (_values.Count + _histograms.Count >= MostLabelSets && !_values.ContainsKey(labels) && !_histograms.ContainsKey(labels)) return;
            if (Kind == MetricKind.Histogram)
            {
                if (!_histograms.TryGetValue(labels, out var histogram)) _histograms[labels] = histogram = new MetricHistogram(Bounds.Count);
                histogram.Take(measured, Bounds);
            }
            else _values[labels] = IsWhole ? measured : _values.GetValueOrDefault(labels) + measured;
        }
    }

    /// <summary>Before an observed instrument is asked again, so that what is no longer there is no longer shown.</summary>
    public void ForgetObserved()
    {
        if (!instrument.IsObservable) return;
        lock (_gate) _values.Clear();
    }

    /// <summary>As it is now, in the order of the labels.</summary>
    public IReadOnlyList<(string Labels, double Value)> Values()
    {
        lock (_gate) return [.. _values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => (v.Key, v.Value))];
    }

    public IReadOnlyList<(string Labels, MetricHistogram Histogram)> Histograms()
    {
        lock (_gate) return [.. _histograms.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => (h.Key, h.Value.Copy()))];
    }

    private static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType();
        var shape = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (shape == typeof(Counter<>) || shape == typeof(ObservableCounter<>)) return MetricKind.Counter;
        return shape == typeof(Histogram<>) ? MetricKind.Histogram : MetricKind.Gauge;
    }
}
