using Gateway.Core.Documents;

namespace Gateway.Core.Site;

/// <summary>Family C: what a site file says that does not fit together.</summary>
internal static class SiteProblems
{
    public static readonly ProblemKind UnknownBus = new("C101", Severity.Error,
        ("there is no bus '{0}'", "没有总线 “{0}”"),
        ("buses: {1}", "现有总线：{1}"),
        ("Each device names the bus it is on, one of the keys under 'buses:'.", "每台设备都要写明所在总线，即 “buses:” 下的某个键。"));

    public static readonly ProblemKind ProfileNotFound = new("C102", Severity.Error,
        ("there is no profile '{0}'", "没有设备模板 “{0}”"),
        ("envgw profile list shows all; your own go into the folder 'profiles' beside the site file", "用 envgw profile list 查看全部；自建模板放在站点文件旁的 profiles 文件夹"),
        ("Profiles are looked for in the folder 'profiles' beside the site file, then among those that were installed with the program.",
         "先在站点文件旁的 profiles 文件夹中查找，再在随程序安装的模板中查找。"));

    public static readonly ProblemKind ProfileName = new("C103", Severity.Error,
        ("'{0}' cannot be the name of a {1}", "“{0}” 不能作为{1}名称"),
        ("names are like {2}: lower case letters, digits and '-'", "名称形如 {2}：小写字母、数字和 “-”"),
        ("Names lead to files, so they cannot contain dots, more slashes, or anything else that could lead out of the folders of the gateway.",
         "名称对应文件，因此不能含点、多余的斜杠或任何可能离开网关文件夹的内容。"));

    public static readonly ProblemKind OutsideFolder = new("C104", Severity.Error,
        ("'{0}' leads out of the folder {1}", "“{0}” 指向了文件夹 {1} 之外"),
        ("put the file itself into the folder instead of a link", "请把文件本身放入文件夹，而不是链接"),
        ("The file is a symbolic link to a place outside. Whoever can change that place could change what the gateway measures, so it is not followed.",
         "该文件是指向外部的符号链接。能修改外部文件的人就能改变测量内容，因此不予跟随。"));

    public static readonly ProblemKind ProfileBroken = new("C105", Severity.Error,
        ("profile '{0}' has errors", "设备模板 “{0}” 有错误"),
        ("they are listed under its own file", "错误列在该模板文件之下"),
        ("A device cannot be read by a profile that is not sound.", "模板有错误时，无法据此读取设备。"));

    public static readonly ProblemKind PortTwice = new("C106", Severity.Error,
        ("buses '{0}' and '{1}' use the same port {2}", "总线 “{0}” 与 “{1}” 使用同一端口 {2}"),
        ("put all devices of the port on one bus", "请将该端口的所有设备放在同一总线上"),
        ("Two loops talking on one line disturb each other. All devices behind one port belong to one bus.",
         "两个循环在同一线路上通信会互相干扰。同一端口后的设备应属于同一总线。"));

    public static readonly ProblemKind UnitTwice = new("C107", Severity.Error,
        ("devices '{0}' and '{1}' are both unit {2} on bus '{3}'", "设备 “{0}” 与 “{1}” 在总线 “{3}” 上的从站地址都是 {2}"),
        ("give each device its own unit, also on the device itself", "请为每台设备设置不同的从站地址（设备上也要修改）"),
        ("Two devices with one address answer at the same time on a serial line, and both answers are destroyed.",
         "同一串行总线上两台设备地址相同会同时应答，两个报文都会损坏。"));

    public static readonly ProblemKind BusUnfit = new("C108", Severity.Error,
        ("profile '{0}' cannot be used on bus '{1}': the device speaks {2}, the bus {3}", "模板 “{0}” 不能用于总线 “{1}”：设备支持 {2}，总线为 {3}"),
        ("choose another bus, or another framing of the bus", "请更换总线或总线的帧格式"),
        ("The profile's manual rules this framing out. A device with a serial port can stand on a tcp:// bus behind a protocol gateway.",
         "模板的说明书不支持该帧格式。串口设备可经协议网关挂在 tcp:// 总线上。"));

    public static readonly ProblemKind SerialSettings = new("C109", Severity.Error,
        ("'{0}' are no serial settings: {1}", "“{0}” 不是有效的串口参数：{1}"),
        ("write them as one word, such as 9600-8N1", "请写成一个词，例如 9600-8N1"),
        ("Speed, data bits, parity (N none, E even, O odd) and stop bits: 9600-8N1.", "依次为波特率、数据位、校验（N 无、E 偶、O 奇）、停止位：9600-8N1。"));

    public static readonly ProblemKind Endpoint = new("C110", Severity.Error,
        ("'{0}' is no network address: {1}", "“{0}” 不是有效的网络地址：{1}"),
        ("write host and port: {2}", "请写主机和端口：{2}"),
        ("An address is a scheme, a host name or IP address, and a port from 1 to 65535. An IPv6 address stands in brackets: tcp://[2001:db8::7]:502",
         "地址由协议、主机名或 IP 地址、1 到 65535 的端口组成。IPv6 地址写在方括号中：tcp://[2001:db8::7]:502"));

    public static readonly ProblemKind EndpointTwice = new("C111", Severity.Error,
        ("buses '{0}' and '{1}' lead to the same endpoint {2}", "总线 “{0}” 与 “{1}” 指向同一网络端点 {2}"),
        ("put all devices behind it on one bus", "请将其后的所有设备放在同一总线上"),
        ("Behind one endpoint is one server, often with one serial line behind it, and many take one connection only. Two loops would disturb each other.",
         "一个网络端点后是一台服务器，其后往往是一条串行线路，且许多设备只接受一个连接。两个循环会互相干扰。"));

    public static readonly ProblemKind InFlight = new("C112", Severity.Error,
        ("more than one request in flight is possible on tcp:// only", "只有 tcp:// 总线才能同时发出多个请求"),
        ("leave 'in_flight' out", "请删除 in_flight"),
        ("RTU and ASCII frames carry no transaction number, so a second request would make it unclear which answer belongs to which.",
         "RTU 和 ASCII 帧没有事务号，若同时发出两个请求，就无法分辨应答属于哪个请求。"));

    public static readonly ProblemKind UnitRange = new("C116", Severity.Error,
        ("unit {0} is not possible on a serial line", "串行总线上不能使用从站地址 {0}"),
        ("choose 1 to 247", "请选择 1 到 247"),
        ("On a serial line 0 is the broadcast address and 248 to 255 are reserved (Modbus over Serial Line V1.02, 2.2).",
         "串行总线上 0 为广播地址，248 到 255 保留（Modbus over Serial Line V1.02，2.2）。"));

    public static readonly ProblemKind UnknownPoint = new("C117", Severity.Error,
        ("device '{0}' has no point '{1}'", "设备 “{0}” 没有点位 “{1}”"),
        ("points: {2}", "现有点位：{2}"),
        ("Alarms and periods name points of the device's profile, or of the channels that the site has chosen.",
         "报警和周期所指的点位必须来自设备模板，或站点已选择的通道。"));

    public static readonly ProblemKind NoPoints = new("C118", Severity.Error,
        ("device '{0}' measures nothing: its profile has channels, and none is chosen", "设备 “{0}” 没有测量内容：模板有通道但未选择"),
        ("add 'channels: { {1}: … }'", "请添加 “channels: { {1}: … }”"),
        ("What the inputs of this device measure is set on the device itself; the site file says it once more, so that points get names and units.",
         "该设备各输入的含义在设备上设置；站点文件需再写一次，点位才有名称和单位。"));

    public static readonly ProblemKind UnsetVariable = new("C119", Severity.Error,
        ("the variable {0} is not set", "变量 {0} 未设置"),
        ("set it in the environment of the service, or write the value here", "请在服务的环境中设置，或直接写值"),
        ("${env:NAME} is replaced by the value of an environment variable when the file is read. A variable that is not set would leave a hole.",
         "${env:NAME} 在读取文件时替换为环境变量的值。变量未设置则无值可用。"));

    public static readonly ProblemKind ReferenceForm = new("C120", Severity.Error,
        ("'{0}' is no reference", "“{0}” 不是有效的引用"),
        ("write ${secret:name} for a secret or ${env:NAME} for an environment variable", "密钥写 ${secret:name}，环境变量写 ${env:NAME}"),
        ("References in files are ${secret:name}, taken from the secrets folder when needed, and ${env:NAME}, taken from the environment.",
         "文件中的引用有两种：${secret:name} 在需要时取自密钥文件夹，${env:NAME} 取自环境变量。"));

    public static readonly ProblemKind SecretMisplaced = new("C121", Severity.Error,
        ("a secret cannot be used for '{0}'", "“{0}” 不能使用密钥"),
        ("secrets are for passwords and keys", "密钥只用于口令和私钥"),
        ("The value would be shown in pages, logs and topics, where a secret does not belong.", "该值会出现在页面、日志和主题中，不应使用密钥。"));

    public static readonly ProblemKind TimeZone = new("C124", Severity.Warning,
        ("the time zone '{0}' is not known on this machine", "本机没有时区 “{0}”"),
        ("use an IANA name such as Asia/Shanghai; is tzdata installed?", "请使用 IANA 名称，例如 Asia/Shanghai；是否安装了 tzdata？"),
        ("The zone is used for daily sums and for people; everything on the wire is UTC. With an unknown zone UTC is used.",
         "时区用于日累计和显示；传输一律使用 UTC。时区未知时按 UTC 处理。"));

    public static readonly ProblemKind VariantNeeded = new("C130", Severity.Error,
        ("the profile of device '{0}' describes several forms of it", "设备 “{0}” 的模板描述了多种变体"),
        ("add 'variant: …', one of {1}", "请添加 “variant: …”，可选：{1}"),
        ("One product can have several register lists, by firmware or order code. Read by the wrong list it gives numbers that look right, so the site says "
            + "which it is; the profile's notes tell how to find out.",
         "同一产品可能因固件或订货号而有多种寄存器表。用错表读出的数字看似正常，因此站点必须写明变体；模板说明中写有判断方法。"));

    public static readonly ProblemKind UnknownVariant = new("C131", Severity.Error,
        ("profile '{0}' has no variant '{1}'", "模板 “{0}” 没有变体 “{1}”"),
        ("variants: {2}", "可选变体：{2}"),
        ("Variants are named in the profile; most profiles have none.", "变体在模板中命名；多数模板没有变体。"));

    public static readonly ProblemKind ByteOrderNeeded = new("C132", Severity.Error,
        ("the profile of device '{0}' leaves its byte order open", "设备 “{0}” 的模板未确定字节序"),
        ("add 'byte_order: …', one of {1}, and compare the values with the display", "请添加 “byte_order: …”，可选：{1}，并与显示屏核对"),
        ("The source of the profile does not tell the order of the words of long values. In the wrong order values are absurd or, worse, a little wrong; the "
            + "display of the device, or envgw find, tells which is right.",
         "模板的来源未说明长数值的字序。字序错误时数值荒谬，或更糟：略有偏差。请与设备显示屏核对，或用 envgw find 确认。"));

    public static readonly ProblemKind StartNeedsLeave = new("C133", Severity.Warning,
        ("device '{0}' is started by writing to it, which needs your leave: {1}", "设备 “{0}” 需写入才能启动，须经您允许：{1}"),
        ("add 'init: true' to allow it, or 'init: false' if it measures without", "允许请添加 “init: true”；若无需启动即可测量请写 “init: false”"),
        ("The gateway writes nothing to a device unless somebody asked for it. Some devices measure only after a start command; with init: true the steps "
            + "of the profile are made after each connect and each silence.",
         "未经要求，网关不会向设备写入任何内容。有些设备收到启动命令后才测量；写 init: true 后，每次连接或恢复应答时执行模板中的步骤。"));

    public static readonly ProblemKind StartIsIdle = new("C134", Severity.Warning,
        ("'init: true' has no effect: profile '{0}' writes nothing", "“init: true” 不起作用：模板 “{0}” 不写入任何内容"),
        ("remove it", "请删除"),
        ("init allows the writes of a profile's start sequence; this profile has none.", "init 允许模板启动步骤中的写入；该模板没有写入步骤。"));

    public static readonly ProblemKind UnitUnconfirmed = new("C135", Severity.Warning,
        ("the units of '{0}' are settings of the device that no register explains: {1}", "“{0}” 的单位由设备设置决定，寄存器不能说明：{1}"),
        ("look at the device and add 'units: { {2} }'; until then these readings are uncertain, unconfirmed",
         "请查看设备并添加 “units: { {2} }”；在此之前这些读数为存疑（单位未确认）"),
        ("A reading in a wrong unit looks like any other. What the device does not tell, somebody must have seen: the site file says which unit it is set to, "
            + "and the gateway converts.",
         "单位错误的读数看起来与正常读数无异。设备不能说明的，必须有人确认：在站点文件中写明设备所设单位，由网关换算。"));

    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        UnknownBus, ProfileNotFound, ProfileName, OutsideFolder, ProfileBroken, PortTwice, UnitTwice, BusUnfit, SerialSettings, Endpoint, EndpointTwice,
        InFlight, UnitRange, UnknownPoint, NoPoints, UnsetVariable, ReferenceForm, SecretMisplaced, TimeZone,
        VariantNeeded, UnknownVariant, ByteOrderNeeded, StartNeedsLeave, StartIsIdle, UnitUnconfirmed,
    ];
}
