using Gateway.Core.Documents;

namespace Gateway.Core.Commissioning;

/// <summary>Family B: what a technician meets on a bus.</summary>
internal static class BusProblems
{
    public static readonly ProblemKind NoSuchPort = new("B001", Severity.Error,
        ("cannot open {0}: there is no such port", "无法打开 {0}：没有该串口"),
        ("envgw bus list shows the ports there are", "用 envgw bus list 查看现有串口"),
        ("The adapter is not plugged in, or it has another name now: the numbers of ttyUSB0, ttyUSB1 depend on the order of plugging in. Names under /dev/envgw and "
            + "/dev/serial/by-id stay the same.",
         "转换器未插入，或名称已改变：ttyUSB0、ttyUSB1 的编号取决于插入顺序。/dev/envgw 和 /dev/serial/by-id 下的名称保持不变。"));

    public static readonly ProblemKind Refused = new("B002", Severity.Error,
        ("{0} refuses the connection", "{0} 拒绝连接"),
        ("check the port number; Modbus TCP has 502, serial device servers others", "请检查端口号；Modbus TCP 为 502，串口服务器常用其他端口"),
        ("A machine is there, but nothing listens on this port, or all connections it can have are taken: many devices take only one to four. Close other programs that "
            + "are connected to it.",
         "该地址有设备，但此端口无人监听，或连接数已满：许多设备只允许 1 到 4 个连接。请关闭其他已连接的程序。"));

    public static readonly ProblemKind ConnectTimeout = new("B003", Severity.Error,
        ("{0} does not answer the connection", "{0} 对连接无应答"),
        ("ping the address; look at the link lamps", "请 ping 该地址，并查看网口指示灯"),
        ("The device is off, the address is another's, the network mask is wrong, or a firewall drops the packets.", "设备未上电、地址不对、子网掩码错误，或防火墙丢弃了报文。"));

    public static readonly ProblemKind NoWay = new("B004", Severity.Error,
        ("there is no way to {0}", "无法到达 {0}"),
        ("check the spelling, the cable and this machine's own address (ip address)", "请检查拼写、网线和本机地址（ip address）"),
        ("The name is not known, or this machine has no route to the address. A device with a factory address is often in another network than this machine.",
         "名称无法解析，或本机没有到该地址的路由。出厂地址往往与本机不在同一网段。"));

    public static readonly ProblemKind Lost = new("B005", Severity.Error,
        ("the connection to {0} was lost", "与 {0} 的连接中断"),
        ("plug the adapter in again, or look whether the device restarted", "请重新插入转换器，或检查设备是否重启"),
        ("The adapter was pulled, the device closed the connection, or the network broke in the middle of a request.", "转换器被拔出、设备关闭了连接，或请求途中网络中断。"));

    public static readonly ProblemKind Unsupported = new("B006", Severity.Error,
        ("{0} cannot be used as asked", "{0} 不能按要求使用"),
        ("envgw bus list shows the serial ports; give settings that the adapter knows", "用 envgw bus list 查看串口；请使用转换器支持的参数"),
        ("The path is no serial port, or its hardware cannot do what the settings ask.", "该路径不是串口，或硬件不支持所要求的参数。"));

    public static readonly ProblemKind PermissionDenied = new("B007", Severity.Error,
        ("cannot open {0}: permission denied", "无法打开 {0}：权限不足"),
        ("sudo usermod -aG dialout $USER, then log in again", "sudo usermod -aG dialout $USER，然后重新登录"),
        ("Serial ports belong to the group dialout. A new group takes effect at the next login; a service needs a restart. For a network address it is a rule of this "
            + "machine's firewall.",
         "串口属于 dialout 组。加入新组后需重新登录才生效，服务需重启。若为网络地址，则是本机防火墙规则所致。"));

    public static readonly ProblemKind Busy = new("B008", Severity.Error,
        ("{0} is held by another program", "{0} 被其他程序占用"),
        ("envgw bus list shows who holds it", "用 envgw bus list 查看占用者"),
        ("Two programs on one line spoil each other's frames, so a port is opened by one alone. Right after plugging in, ModemManager or brltty may hold it; tell them to "
            + "leave it alone.",
         "两个程序同时使用一条线路会互相破坏报文，因此端口只能由一个程序打开。刚插入时可能被 ModemManager 或 brltty 占用，请禁止它们使用该端口。"));

    public static readonly ProblemKind CannotOpen = new("B009", Severity.Error,
        ("cannot open {0}: {1}", "无法打开 {0}：{1}"),
        ("envgw bus list, dmesg", "envgw bus list，dmesg"),
        ("The operating system says why; the message is its own.", "原因由操作系统给出，消息为其原文。"));

    public static readonly ProblemKind NoAnswer = new("B012", Severity.Error,
        ("no answer from unit {0} on {1} ({2}, {3} each)", "{1} 上的从站 {0} 无应答（{2}，每次 {3}）"),
        ("envgw bus scan looks for it at other speeds and addresses", "用 envgw bus scan 在其他波特率和地址上查找"),
        ("Not a single byte came back. On a serial line: A and B reversed, no power, another speed, another address, no common ground, or the adapter. Behind a protocol "
            + "gateway: no such unit on the line behind it.",
         "没有收到任何字节。串行总线：A/B 线接反、未上电、波特率不同、地址不同、未共地或转换器故障。协议网关之后：其线路上没有该从站。"));

    public static readonly ProblemKind Damaged = new("B013", Severity.Error,
        ("what unit {0} on {1} answers is damaged", "{1} 上从站 {0} 的应答已损坏"),
        ("try the other parity: 8E1 instead of 8N1; switch other devices off to see whether two have this address", "请尝试其他校验（8E1 代替 8N1）；逐台断电检查是否有两台设备使用该地址"),
        ("Bytes came, but no whole frame with a good check sum. Either the parity or the speed is nearly right, or two devices have one address and talk at once, or the "
            + "line picks up noise (termination, shield, common ground).",
         "收到了字节，但没有校验正确的完整报文。可能是校验位或波特率不完全匹配，或两台设备地址冲突同时应答，或线路受干扰（终端电阻、屏蔽、共地）。"));

    public static readonly ProblemKind Foreign = new("B014", Severity.Error,
        ("what came back from {1} is not the answer of unit {0}", "{1} 返回的不是从站 {0} 的应答"),
        ("listen without asking: envgw bus sniff", "只听不发：envgw bus sniff"),
        ("A good frame of another unit, function or length, or bytes that are no Modbus: another client talks on this line, an adapter echoes what it sends, or the framing "
            + "is another (rtu+tcp:// instead of tcp://).",
         "收到的是其他从站、功能码或长度的报文，或根本不是 Modbus：线路上有另一个主站、转换器回显所发内容，或帧格式不同（应为 rtu+tcp:// 而非 tcp://）。"));

    public static readonly ProblemKind Exception = new("B015", Severity.Error,
        ("unit {0} on {1} answers with exception {2}: {3}", "{1} 上的从站 {0} 返回异常码 {2}：{3}"),
        ("the code says what is refused: envgw explain B015", "异常码说明拒绝的原因：envgw explain B015"),
        ("The device is there and understands, but refuses: 01 the function, 02 the address, 03 the quantity or value, 04 it failed itself, 06 it is busy. "
            + "Many manuals count registers from 1: hr:2 is their 3, or 40003; envgw reg sweep finds what is there. A write that is refused with 01 may be "
            + "taken as another function: envgw reg write --multiple writes one register by function 16 instead of 06. With 02 the register can often only "
            + "be read; with 03 the value is outside what the device takes; with 04 it may have to be unlocked first, as its manual says.",
         "设备在线且理解请求，但拒绝执行：01 非法功能、02 非法数据地址、03 非法数据值、04 从站设备故障、06 从站忙。许多说明书从 1 开始编号：hr:2 即其 3 或 40003；"
            + "可用 envgw reg sweep 查找存在的寄存器。写入被 01 拒绝时可改用其他功能码：envgw reg write --multiple 以功能码 16 代替 06 写单个寄存器。"
            + "02 往往表示寄存器只读；03 表示数值超出设备允许的范围；04 可能需要按说明书先解锁。"));

    public static readonly ProblemKind GatewaySaysNobody = new("B016", Severity.Error,
        ("the gateway {1} says that unit {0} does not answer (exception {2})", "网关 {1} 表示从站 {0} 无应答（异常码 {2}）"),
        ("envgw bus scan asks all units behind it", "用 envgw bus scan 查询其后的所有从站"),
        ("The way to the protocol gateway is fine; the line behind it is not, or nobody has this address there: 0A there is no path, 0B the unit did not respond in time.",
         "到协议网关的通路正常，问题在其后的线路，或该地址无设备：0A 网关路径不可用，0B 网关目标无响应。"));

    public static readonly ProblemKind NobodyThere = new("B017", Severity.Error,
        ("nobody answers on {0} ({1} requests)", "{0} 上无设备应答（{1} 次请求）"),
        ("swap A and B; look whether the device has power; listen without asking: envgw bus sniff", "交换 A、B 线；检查设备是否上电；只听不发：envgw bus sniff"),
        ("At no address and no usual setting did anything come back. On a serial line that is most often the wiring: A and B are named the other way round by some makers.",
         "在所有地址和常用参数下均无返回。串行总线上最常见的原因是接线：部分厂家的 A、B 标注相反。"));

    public static readonly ProblemKind TalksByItself = new("B018", Severity.Error,
        ("somebody talks on {0} without being asked", "{0} 上有设备主动发送数据"),
        ("listen to it, sending nothing: envgw bus sniff", "只听不发：envgw bus sniff"),
        ("Bytes came at every request, and never an answer: a scale that sends its weight all the time, or another client that polls devices here. Two clients on one line "
            + "disturb one another: disconnect the other one before a scan.",
         "每次请求都收到字节，但从未收到应答：可能是连续发送重量的秤，或线路上有另一个主站在轮询。同一线路上的两个主站会互相干扰，扫描前请断开另一个。"));

    public static readonly ProblemKind ServiceKeepsBus = new("B020", Severity.Error,
        ("the gateway service does not lend bus {0}: {1}", "网关服务未借出总线 {0}：{1}"),
        ("envgw status shows who has it", "用 envgw status 查看占用者"),
        ("While the service runs, commands borrow a bus from it: polling pauses and returns by itself. One can borrow a bus at a time.",
         "服务运行时，命令向其借用总线：轮询暂停，结束后自动恢复。同一总线同时只能借给一个命令。"));

    /// <summary>Why a bus that was lent is not any more.</summary>
    public static Wording TakenBack { get; } = ("it has taken the bus back", "已收回总线");

    /// <summary>Why nothing was written.</summary>
    public static Wording NotRecorded { get; } = (
        "it cannot record the write in its audit log, so nothing was written", "无法把写入操作记入审计日志，因此未写入");

    public static readonly ProblemKind NoRegisters = new("B021", Severity.Error,
        ("{0} carries scales ({1}): there are no registers to ask for", "{0} 上是秤（{1}）：没有可查询的寄存器"),
        ("listen to it, or read the scale: envgw bus sniff, envgw device test", "请旁听或读取该秤：envgw bus sniff、envgw device test"),
        ("By the profiles of the devices on it, this bus speaks a weighing protocol and no Modbus. A Modbus request could be taken for a command by an indicator, so none is "
            + "sent. For a Modbus device on the same port, say --framing rtu.",
         "根据其设备模板，该总线使用称重协议而非 Modbus。仪表可能把 Modbus 请求当作命令，因此不发送。若该串口上是 Modbus 设备，请加 --framing rtu。"));

    public static readonly ProblemKind ScaleSilent = new("B022", Severity.Error,
        ("scale {0} on {1} says nothing ({2})", "{1} 上的秤 {0} 没有发送任何内容（{2}）"),
        ("look at the indicator's menu for its serial output", "请查看仪表菜单中的串口输出设置"),
        ("Not a single byte came. Indicators often ship with their output off or on demand; on RS-232 the two data wires are easily the wrong way round; on RS-485 the address "
            + "must be the one in the indicator's menu.",
         "没有收到任何字节。许多仪表出厂时输出关闭或为应答方式；RS-232 的两根数据线容易接反；RS-485 的地址须与仪表菜单一致。"));

    public static readonly ProblemKind ScaleNotUnderstood = new("B023", Severity.Error,
        ("what scale {0} on {1} says is not understood as {2}", "{1} 上秤 {0} 的数据无法按 {2} 理解"),
        ("copy what was heard to envgw decode, which tries every protocol", "将收到的内容交给 envgw decode，它会尝试所有协议"),
        ("Bytes came, but no good frame of this scale: other data bits or parity (7E1 and 8N1 are both common), another output format in the indicator's menu, a check sum that "
            + "is switched off there, or another scale of the line.",
         "收到了字节，但没有该秤的完整报文：数据位或校验不同（7E1 与 8N1 都常见）、仪表菜单中的输出格式不同、校验和被关闭，或来自线路上的另一台秤。"));

    public static readonly ProblemKind ScaleRefuses = new("B024", Severity.Error,
        ("scale {0} on {1} refuses the command: {3}", "{1} 上的秤 {0} 拒绝命令：{3}"),
        ("the indicator's manual lists its error codes", "错误码含义见仪表说明书"),
        ("The scale is there and understands the protocol, but does not carry the command out: it may be in its menu, not know the command, or have a fault.",
         "秤在线且理解协议，但未执行命令：可能处于菜单中、不支持该命令或有故障。"));

    public static readonly ProblemKind NeverWritten = new("B030", Severity.Error,
        ("{0} must never be written, says profile {1}", "模板 {1} 规定不得写入 {0}"),
        ("read the profile's note: envgw profile show {1}", "请查看模板说明：envgw profile show {1}"),
        ("The profile marks registers whose writing destroys a calibration, changes the address or needs a person at the device. There is no option to overrule it.",
         "模板标明了写入后会破坏校准、改变地址或需要人员在场的寄存器。没有可以绕过的选项。"));

    public static readonly ProblemKind ReadBackDiffers = new("B031", Severity.Error,
        ("{0} reads {1} after {2} was written", "写入 {2} 后，{0} 读回 {1}"),
        ("the device may need an unlock, or keep the old value until it is restarted", "设备可能需要解锁，或重启后才生效"),
        ("The device confirmed the write and still shows another value. Some take only values in a range, some need a code first, some take over at the next power-up.",
         "设备确认了写入，但读回的值不同。有的设备只接受一定范围，有的需先解锁，有的重新上电后才生效。"));

    public static readonly ProblemKind NothingFits = new("B040", Severity.Error,
        ("nothing that unit {0} on {1} holds reads {2}", "{1} 上从站 {0} 的寄存器中没有读作 {2} 的值"),
        ("look at all registers: --all, or at those of the manual: --range hr:1000-1199", "查看全部寄存器：--all，或按手册指定：--range hr:1000-1199"),
        ("Every type, byte order and power of ten was tried at every register that was read. The value may stand elsewhere, may have changed meanwhile, or the device shows it "
            + "in another unit.",
         "已在所读的每个寄存器上尝试全部类型、字节序和十进倍率。该值可能在其他寄存器、已经变化，或设备显示的单位不同。"));

    public static readonly ProblemKind RegistersElsewhere = new("B041", Severity.Error,
        ("unit {0} on {1} is there, but has none of these registers: {2}", "{1} 上的从站 {0} 存在，但没有这些寄存器：{2}"),
        ("the manual's register table says where they begin: --range hr:1000-1199", "手册的寄存器表说明起始地址：--range hr:1000-1199"),
        ("Devices answer with exception 02 for addresses that they do not have. Many keep their values far from 0, such as at 0x2600 or 40001 and above as protocol "
            + "addresses. Without the manual, go on in steps; a sweep only reads.",
         "对不存在的地址，设备应答异常码 02。许多设备的数值远离 0，例如在 0x2600，或以 40001 以上为协议地址。没有手册时可分段查找；遍历只读不写。"));

    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        NoSuchPort, Refused, ConnectTimeout, NoWay, Lost, Unsupported, PermissionDenied, Busy, CannotOpen, NoAnswer, Damaged, Foreign, Exception,
        GatewaySaysNobody, NobodyThere,
        TalksByItself, ServiceKeepsBus, NoRegisters, ScaleSilent, ScaleNotUnderstood, ScaleRefuses, NeverWritten, ReadBackDiffers, NothingFits,
        RegistersElsewhere,
    ];
}
