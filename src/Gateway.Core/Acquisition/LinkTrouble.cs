using Gateway.Core.Documents;
using Gateway.Fieldbus.Transports;

namespace Gateway.Core.Acquisition;

/// <summary>Why there is no way to a bus.</summary>
/// <param name="Detail">In English, as the operating system or the client said it.</param>
/// <param name="Fault">The class of the trouble; null when only the detail tells.</param>
internal sealed record LinkTrouble(string? Detail, TransportFault? Fault)
{
    /// <summary>The port was open, and is there no more.</summary>
    public static LinkTrouble PortGone { get; } = new("the port has gone", TransportFault.PeerGone);

    public string English => Detail ?? "no connection";

    /// <summary>The system's own words are English; in Chinese their class is said.</summary>
    public Wording Text => (English, Fault switch
    {
        TransportFault.NotFound => "没有该串口，或地址无法到达",
        TransportFault.PermissionDenied => "权限不足",
        TransportFault.Busy => "被其他程序占用",
        TransportFault.Refused => "对方拒绝连接",
        TransportFault.TimedOut => "连接无应答（超时）",
        TransportFault.PeerGone => "连接被断开，或转换器被拔出",
        TransportFault.Unsupported => "不支持所要求的串口参数",
        _ => "连接中断",
    });
}
