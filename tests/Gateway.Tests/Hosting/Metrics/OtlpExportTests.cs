using System.Diagnostics.Metrics;
using System.Text;
using System.Threading.Channels;
using Gateway.Hosting.Metrics;
using Gateway.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Hosting.Metrics;

public class OtlpExportTests
{
    [Fact]
    public async Task With_a_collector_in_the_environment_the_numbers_go_there()
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        var bodies = Channel.CreateUnbounded<byte[]>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.MapPost("/v1/metrics", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            await bodies.Writer.WriteAsync(body.ToArray());
            return Results.Bytes([], "application/x-protobuf");
        });
        await collector.StartAsync(patience.Token);

        // The exporter's own variables are those of the process; the test sets the one that it must.
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.First());
        try
        {
            using var meter = new Meter("envgw.otlp-test");
            using var export = new OtlpExport(Environment.GetEnvironmentVariable, "bench-7");
            await export.StartAsync(patience.Token);
            meter.CreateCounter<long>("envgw.otlp.test.counted").Add(3);
            // With the others, and not after them: the host has five seconds for all.
            await export.StopAsync(patience.Token);
            // Another gateway of this process may send too.
            string sent = "";
            while (!sent.Contains("bench-7", StringComparison.Ordinal)) sent = Encoding.UTF8.GetString(await bodies.Reader.ReadAsync(patience.Token));
            Assert.Contains("envgw.otlp.test.counted", sent, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", null);
        }
        await collector.StopAsync(patience.Token);
    }

    [Fact]
    public void Without_one_it_is_off() => Assert.False(new OtlpExport(_ => null, "bench").IsOn);
}
