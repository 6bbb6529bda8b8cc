namespace Gateway.Core.Site;

/// <summary>What carries a bus's bytes.</summary>
public enum BusTransport
{
    Serial,
    Tcp,
    Udp,
}
