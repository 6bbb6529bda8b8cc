using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Gateway.Hosting.Metrics;

/// <summary>Sends the numbers of all meters to a collector by OTLP, when the service's environment names one in the variables that OpenTelemetry
/// defines.</summary>
/// <remarks>Off by default. What it needs is in libraries that are loaded only when it is on, so a gateway without a collector pays nothing for it.</remarks>
/// <param name="environment">Gives a variable of the environment.</param>
internal sealed class OtlpExport(Func<string, string?> environment, string gateway) : IHostedService, IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT", MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
        Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

#pragma warning disable CA1859 // To compile a call that gives the library's own type would load it.
    private IDisposable? _provider;

    public bool IsOn => environment(Endpoint) is { Length: > 0 } || environment(MetricsEndpoint) is { Length: > 0 };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (IsOn) _provider = Begin();
        return Task.CompletedTask;
    }

    /// <summary>What was measured last goes out before it ends: beside the rooms, which end meanwhile, because a collector that does not answer is waited for,
    /// five seconds at most.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.Factory.StartNew(Dispose, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Dispose() => Interlocked.Exchange(ref _provider, null)?.Dispose();

    // Not inlined: only to run it loads the libraries.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private IDisposable Begin() => Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => resource.AddService("envgw", serviceVersion: ProgramVersion.Text, serviceInstanceId: gateway))
        .AddMeter("envgw.*")
        .AddOtlpExporter(options =>
        {
            // The library's default is gRPC, which fewer collectors at platforms take.
            if (environment(Protocol) != "grpc") options.Protocol = OtlpExportProtocol.HttpProtobuf;
        })
        .Build();
#pragma warning restore CA1859
}
