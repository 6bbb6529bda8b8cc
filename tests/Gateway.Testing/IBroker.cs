namespace Gateway.Testing;

/// <summary>An MQTT broker on 127.0.0.1 that nobody here wrote. It can be killed, frozen and started again on the same port.</summary>
public interface IBroker : IAsyncDisposable
{
    /// <summary>The port of the plain MQTT listener.</summary>
    int Port { get; }

    /// <summary>False for a broker that knows 3.1.1 only.</summary>
    bool SpeaksVersion5 { get; }

    /// <summary>SIGKILL: connections are reset, nothing is saved that was not saved already.</summary>
    Task<int> KillAsync();

    /// <summary>Starts it again on the same port and folder, after it was killed or terminated.</summary>
    Task RestartAsync();

    /// <summary>SIGSTOP: connections stay open and nobody answers.</summary>
    void Freeze();

    /// <summary>SIGCONT: it answers again.</summary>
    void Thaw();
}
