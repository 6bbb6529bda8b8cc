namespace Gateway.Testing;

/// <summary>Erlang's port mapper on a port of its own, so that no test meets the nodes of another or of the machine. Ends with the test.</summary>
internal sealed class ErlangPortMapper : IAsyncDisposable
{
    private readonly RunningProcess _process;

    private ErlangPortMapper(RunningProcess process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public static async Task<ErlangPortMapper> StartAsync()
    {
        int port = FreePort.Next();
        var mapper = new ErlangPortMapper(RunningProcess.Start("epmd", ["-d", "-d", "-port", $"{port}", "-address", "127.0.0.1"], "erlang-base"), port);
        await mapper._process.WaitForLineAsync(line => line.Contains("entering the main select() loop", StringComparison.Ordinal));
        return mapper;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
