namespace Gateway.Hosting.Metrics;

/// <summary>What a number means to who collects it.</summary>
internal enum MetricKind
{
    /// <summary>Only rises while the service runs.</summary>
    Counter,

    /// <summary>What is now.</summary>
    Gauge,

    /// <summary>How often which size occurred.</summary>
    Histogram,
}
