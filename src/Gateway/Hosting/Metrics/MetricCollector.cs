using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Gateway.Hosting.Metrics;

/// <summary>Collects what the rooms measure (System.Diagnostics.Metrics, meters named envgw.*), from the start of the service, for who asks on the local
/// socket.</summary>
internal sealed class MetricCollector : IDisposable
{
    private const string OurMeters = "envgw.";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, MetricSeries> _series = [];
    private readonly Lock _asking = new();

    /// <param name="isOurs">Which meters; null for all of this program's.</param>
    public MetricCollector(Func<Meter, bool>? isOurs = null)
    {
        isOurs ??= static meter => meter.Name.StartsWith(OurMeters, StringComparison.Ordinal);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!isOurs(instrument.Meter)) return;
            var series = _series.GetOrAdd(instrument, static i => new MetricSeries(i));
            listener.EnableMeasurementEvents(instrument, series);
        };
        // The room that owned it has ended: its numbers go with it.
        _listener.MeasurementsCompleted = (instrument, _) => _series.TryRemove(instrument, out var _);
        _listener.SetMeasurementEventCallback<long>(static (_, measured, tags, series) => Take(series, measured, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, measured, tags, series) => Take(series, measured, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, measured, tags, series) => Take(series, measured, tags));
        _listener.Start();
    }

    /// <summary>Everything as it is now, by name: the observed instruments are asked for it.</summary>
    public IReadOnlyList<MetricSeries> Collect()
    {
        lock (_asking)
        {
            foreach (var series in _series.Values) series.ForgetObserved();
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException)
            {
                // All were asked. A room that is just starting or ending cannot say its numbers: they are left out, and do not hide the others'.
            }
            return [.. _series.Values.OrderBy(series => series.Instrument.Name, StringComparer.Ordinal)];
        }
    }

    public void Dispose() => _listener.Dispose();

    private static void Take(object? series, double measured, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricSeries)series!).Take(measured, PrometheusText.Labels(tags));
}
