using Microsoft.Extensions.Hosting;

namespace Gateway.Hosting;

/// <summary>The lifetime of a host within our own: it hears no signals and ends when it is told to.</summary>
internal sealed class SubordinateLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
