using Gateway.Core.Documents;

namespace Gateway.Core.Site;

/// <summary>Family C, 201 and on: what a site file says about scales that does not fit together.</summary>
internal static class ScaleBusProblems
{
    public static readonly ProblemKind MixedBus = new("C201", Severity.Error,
        ("bus '{0}' has a scale ('{1}') and a Modbus device ('{2}')", "总线 “{0}” 上既有秤（“{1}”）又有 Modbus 设备（“{2}”）"),
        ("put '{1}' on a bus of its own", "请把 “{1}” 放到单独的总线上"),
        ("The frames of a weighing protocol and those of Modbus cannot be told apart on one line: each would be garbage to the other.",
         "称重协议与 Modbus 的报文在同一线路上无法区分，互相都是乱码。"));

    public static readonly ProblemKind TwoProtocols = new("C202", Severity.Error,
        ("the scales '{1}' and '{2}' on bus '{0}' speak different protocols: {3} and {4}", "总线 “{0}” 上的秤 “{1}” 与 “{2}” 协议不同：{3} 和 {4}"),
        ("put one of them on another bus", "请把其中一台放到另一条总线上"),
        ("All scales of a bus are read by one loop, which reads one kind of frame.", "一条总线上的秤由同一个循环读取，只能识别一种报文。"));

    public static readonly ProblemKind Alone = new("C203", Severity.Error,
        ("the scales '{1}' and '{2}' cannot share bus '{0}': they have no addresses", "秤 “{1}” 与 “{2}” 不能共用总线 “{0}”：它们没有地址"),
        ("give each its own bus, or use a profile with 'mode: addressed'", "请各用一条总线，或使用 “mode: addressed” 的模板"),
        ("A scale that talks unasked, or answers a question without an address, must be alone on its line: nobody could tell whose weight a frame holds.",
         "主动发送或应答时不带地址的秤必须独占线路，否则无法分辨报文属于哪台秤。"));

    public static readonly ProblemKind BusKeyUnfit = new("C204", Severity.Error,
        ("'{0}' means nothing on bus '{1}': '{2}' on it is a scale", "总线 “{1}” 上的 “{2}” 是秤，“{0}” 不起作用"),
        ("leave '{0}' out", "请删除 “{0}”"),
        ("The key is about Modbus requests. What a scale's frames look like stands in its profile.", "该键只用于 Modbus 请求。秤的报文格式写在其模板中。"));

    public static readonly ProblemKind Scheme = new("C205", Severity.Error,
        ("a scale cannot be reached by '{0}'", "不能通过 “{0}” 连接秤"),
        ("write the address and the TCP port of the scale or its serial server: {1}", "请写秤或串口服务器的地址和 TCP 端口：{1}"),
        ("Scales speak over a serial port (port:) or plain TCP (connect: tcp://host:port). There is no usual port, so it must be written.",
         "秤通过串口（port:）或普通 TCP（connect: tcp://主机:端口）通信。没有惯用端口，必须写明。"));

    public static readonly ProblemKind DeviceKeyUnfit = new("C206", Severity.Error,
        ("'{0}' cannot be used with profile '{1}'", "模板 “{1}” 不能使用 “{0}”"),
        ("{2}", "{2}"),
        ("A Modbus device has a unit identifier (unit:). A scale that shares its bus with others has an address (address:); a scale alone on its bus has "
            + "neither.",
         "Modbus 设备使用从站地址（unit:）。与其他秤共用总线的秤使用地址（address:）；独占总线的秤两者都不需要。"));

    public static readonly ProblemKind AddressRange = new("C207", Severity.Error,
        ("address {0} is not possible with profile '{1}'", "模板 “{1}” 不能使用地址 {0}"),
        ("choose {2} to {3}", "请选择 {2} 到 {3}"),
        ("The protocol of the scale has no way to write this address in a request.", "该秤的协议无法在请求中写出这个地址。"));

    public static readonly ProblemKind AddressTwice = new("C208", Severity.Error,
        ("scales '{0}' and '{1}' both have address {2} on bus '{3}'", "秤 “{0}” 与 “{1}” 在总线 “{3}” 上的地址都是 {2}"),
        ("give each scale its own address, also on the scale itself", "请为每台秤设置不同的地址（秤上也要修改）"),
        ("Two scales with one address answer at the same time, and both answers are destroyed.", "两台地址相同的秤会同时应答，两个报文都会损坏。"));

    public static IReadOnlyList<ProblemKind> All { get; } =
        [MixedBus, TwoProtocols, Alone, BusKeyUnfit, Scheme, DeviceKeyUnfit, AddressRange, AddressTwice];
}
