using Gateway.Core.Documents;

namespace Gateway.Core.Profiles;

/// <summary>Family P: what a profile says that no device could mean. (P101 to P110 are its shape.)</summary>
internal static class ProfileProblems
{
    public static readonly ProblemKind NameMismatch = new("P201", Severity.Error,
        ("the profile calls itself '{0}' but its file is '{1}'", "模板自称 “{0}”，而文件是 “{1}”"),
        ("write 'profile: {1}', or move the file", "请写 “profile: {1}”，或移动文件"),
        ("A profile is found by its name, which is its folder and file name without .yaml. If the two differ, a person and the program look at "
            + "different files.",
         "模板按名称查找，名称即文件夹加文件名（不含 .yaml）。两者不一致时，人和程序看到的就不是同一个文件。"));

    public static readonly ProblemKind AddressNotation = new("P202", Severity.Error,
        ("'{0}' does not fit 'addresses: {1}'", "“{0}” 与 “addresses: {1}” 不符"),
        ("write {2}", "请写成 {2}"),
        ("Manuals number registers in three ways: as on the wire from 0 (zero_based), from 1 (minus_one), or as PLC numbers such as 40001 for the first "
            + "holding register (plc). A profile uses one way throughout, so that hr:3 and 40003 cannot be confused: they differ by one.",
         "说明书有三种编号方式：按报文从 0 起（zero_based）、从 1 起（minus_one）、或 PLC 编号（plc，40001 表示第一个保持寄存器）。"
            + "一个模板只用一种方式，以免混淆 hr:3 与 40003，它们相差 1。"));

    public static readonly ProblemKind AddressRange = new("P203", Severity.Error,
        ("{0} lies outside the table: addresses go from 0 to 65535", "{0} 超出寄存器表：地址范围为 0 到 65535"),
        ("check the address, and whether 'addresses: minus_one' was meant", "请检查地址，以及是否应写 “addresses: minus_one”"),
        ("A Modbus table has 65,536 entries (Application Protocol V1.1b3, 4.4). With minus_one or plc the first number is 1.",
         "Modbus 每个表有 65536 个地址（应用协议 V1.1b3，4.4）。使用 minus_one 或 plc 时，编号从 1 开始。"));

    public static readonly ProblemKind TypeUnfit = new("P204", Severity.Error,
        ("{0} cannot be read as '{1}'", "{0} 不能按 “{1}” 读取"),
        ("{2}", "{2}"),
        ("Coils and discrete inputs are single bits and need no type. Holding and input registers are 16 bits wide and need one; a single bit of a register "
            + "is written as type: uint16 with bit: 3.",
         "线圈和离散输入是单个位，无需 type。保持寄存器和输入寄存器为 16 位，必须写 type；取其中一位时写 type: uint16 加 bit: 3。"));

    public static readonly ProblemKind LengthMissing = new("P205", Severity.Error,
        ("a text needs its length", "文本需要长度"),
        ("add 'length: …', the number of characters", "请添加 “length: …”（字符数）"),
        ("Characters stand two in a register; without the length nobody knows how many registers to read.",
         "每个寄存器存放两个字符；没有长度就不知道要读多少个寄存器。"));

    public static readonly ProblemKind KeyUnfit = new("P206", Severity.Error,
        ("'{0}' cannot be used {1}", "{1}不能使用 “{0}”"),
        ("leave '{0}' out", "请删除 “{0}”"),
        ("The key has no meaning together with the type or the keys beside it: a mask needs an integer, a length needs a text, a range needs a number.",
         "该键与其类型或相邻的键放在一起没有意义：mask 需要整数，length 需要文本，range 需要数字。"));

    public static readonly ProblemKind SentinelUnfit = new("P207", Severity.Error,
        ("{0} cannot come from a {1}", "{1} 不会出现 {0}"),
        ("{2}", "{2}"),
        ("Values that mean \"no value\" are compared with the raw bytes, before scale and offset. They must be a number that the type can hold, or all of its "
            + "bytes in hexadecimal: four digits for 16 bits, eight for 32.",
         "表示 “无值” 的特殊值与原始字节比较，在倍率和偏移之前。它必须是该类型能表示的数字，或完整的十六进制字节：16 位四个数字，32 位八个。"));

    public static readonly ProblemKind UnknownPoint = new("P208", Severity.Error,
        ("there is no point '{0}' in this profile", "模板中没有点位 “{0}”"),
        ("points: {1}", "现有点位：{1}"),
        ("The name stands in a status word or a test, but no point is called so.", "状态字或测试中用到了该名称，但没有这样的点位。"));

    public static readonly ProblemKind ReasonMissing = new("P209", Severity.Error,
        ("quality '{0}' needs a reason", "质量 “{0}” 需要原因"),
        ("add 'reason: …', one of {1}", "请添加 “reason: …”，可选：{1}"),
        ("Whoever sees a value that is not good must be able to see why.", "看到不良数据的人必须能看到原因。"));

    public static readonly ProblemKind Overlap = new("P210", Severity.Error,
        ("points '{0}' and '{1}' overlap", "点位 “{0}” 与 “{1}” 重叠"),
        ("a {2} needs {3} registers. If the manual counts from 1, set 'addresses: minus_one'", "{2} 占 {3} 个寄存器。若说明书从 1 起编号，请设 “addresses: minus_one”"),
        ("Two values share some of their registers, which no device means. Either a type is too wide, or an address is wrong by one, or the profile mixes "
            + "two ways of numbering. Bits and masked parts of one register may share it.",
         "两个值共用了部分寄存器，任何设备都不会如此。可能是类型过宽、地址差 1，或混用了两种编号方式。同一寄存器的不同位或掩码部分可以共用。"));

    public static readonly ProblemKind SameRegisters = new("P211", Severity.Warning,
        ("points '{0}' and '{1}' read the same registers", "点位 “{0}” 与 “{1}” 读取相同的寄存器"),
        ("keep one of them, or choose bits with 'mask' or 'bit'", "请保留其中一个，或用 mask、bit 取不同的位"),
        ("Two points show the same registers in full. That works, but is most often a copied line whose address was not changed.",
         "两个点位完整读取了相同的寄存器。可以工作，但多半是复制后忘了修改地址。"));

    public static readonly ProblemKind TooWide = new("P212", Severity.Error,
        ("{0} takes {1} registers, but one answer has at most {2}", "{0} 需要 {1} 个寄存器，而一次应答最多 {2} 个"),
        ("raise 'max_registers' if the device allows it", "若设备允许，请增大 max_registers"),
        ("A value must come in one answer, or its halves may belong to two measurements.", "一个值必须在一次应答中读完，否则两半可能属于不同时刻。"));

    public static readonly ProblemKind RangeOrder = new("P213", Severity.Error,
        ("the range ends at {1}, before it begins at {0}", "范围的上限 {1} 小于下限 {0}"),
        ("write [lowest, highest]", "请写成 [下限, 上限]"),
        ("A range is the lowest and the highest value that the point can have; every reading outside it is bad.",
         "range 是点位可能的最低值和最高值；超出范围的读数均为无效。"));

    public static readonly ProblemKind NoTests = new("P214", Severity.Error,
        ("the profile has no tests", "模板没有测试"),
        ("add 'tests:' with registers in hexadecimal and the values they mean, from the manual's example or from a real reading",
         "请添加 “tests:”：写出十六进制寄存器内容和对应的值，取自说明书示例或真实读数"),
        ("A wrong byte order or an address off by one still gives numbers. Only an example whose value is known shows that a profile reads what the "
            + "device means.",
         "字节序或地址出错时照样能读出数字。只有已知结果的例子才能证明模板读对了。"));

    public static readonly ProblemKind NothingMeasured = new("P215", Severity.Error,
        ("the profile has neither points nor channels", "模板既没有点位也没有通道"),
        ("add 'points:'", "请添加 “points:”"),
        ("A device without a point gives nothing to supervise.", "没有点位的设备没有可监测的内容。"));

    public static readonly ProblemKind DoesNotFit = new("P216", Severity.Error,
        ("{0} does not fit into {1} bits", "{0} 超出 {1} 位"),
        ("check the number and the type", "请检查数字和类型"),
        ("The number can never be read from a register of this width, so the line would have no effect.", "该宽度的寄存器不可能出现这个数字，此行不会起作用。"));

    public static readonly ProblemKind StaleTooShort = new("P217", Severity.Warning,
        ("'{0}' would be stale after {1}, but is read every {2} only", "“{0}” 过 {1} 即视为陈旧，但每 {2} 才读一次"),
        ("make stale_after at least three periods: {3}", "stale_after 至少应为三个周期：{3}"),
        ("One late answer would already make the point stale. An analyser that measures in batches needs a stale limit longer than its measuring cycle.",
         "一次应答稍迟就会被判为陈旧。按批次测量的分析仪，陈旧时限应长于其测量周期。"));

    public static readonly ProblemKind QuantityMisspelt = new("P218", Severity.Warning,
        ("'{0}' is not a quantity known here", "“{0}” 不是已知的量"),
        ("if it is a new quantity, nothing needs to be done", "若确为新的量，可忽略"),
        ("Limit packs choose their rows by quantity. A misspelt quantity is watched by no limit, and nobody would notice.",
         "限值包按量选择限值行。量的名称写错时不会有任何限值监视它，也不会有人发现。"));

    public static readonly ProblemKind ReservedName = new("P220", Severity.Error,
        ("a point cannot be called '{0}'", "点位不能命名为 “{0}”"),
        ("choose another name", "请换一个名称"),
        ("comm_failure, stale and bad_quality are the names of the alarms that every device has; in a site file they stand beside the names of points.",
         "comm_failure、stale、bad_quality 是每台设备自带报警的名称，在站点文件中与点位名称并列使用。"));

    public static readonly ProblemKind ScaleZero = new("P221", Severity.Error,
        ("a scale of 0 makes every value 0", "倍率为 0 时所有值都是 0"),
        ("leave 'scale' out for a factor of 1", "倍率为 1 时可省略 scale"),
        ("value = number * scale + offset.", "值 = 数字 × scale + offset。"));

    public static readonly ProblemKind SerialSettings = new("P222", Severity.Error,
        ("'{0}' are no serial settings: {1}", "“{0}” 不是有效的串口参数：{1}"),
        ("write them as one word, such as 9600-8N1", "请写成一个词，例如 9600-8N1"),
        ("Speed, data bits, parity (N none, E even, O odd) and stop bits: 9600-8N1.", "依次为波特率、数据位、校验（N 无、E 偶、O 奇）、停止位：9600-8N1。"));

    public static readonly ProblemKind UnknownSlot = new("P223", Severity.Error,
        ("the profile has no slot '{0}'", "模板没有通道 “{0}”"),
        ("slots: {1}", "可用通道：{1}"),
        ("Slots are named by their template and number, for example ai1 to ai16.", "通道名由模板名加编号组成，例如 ai1 到 ai16。"));

    public static readonly ProblemKind NotOffered = new("P224", Severity.Error,
        ("slot '{0}' cannot measure '{1}'", "通道 “{0}” 不能测量 “{1}”"),
        ("quantities offered: {2}", "可选的量：{2}"),
        ("The profile lists what can be connected to such a slot, with its unit.", "模板列出了该通道可接入的量及其单位。"));

    public static readonly ProblemKind TestFailed = new("P225", Severity.Error,
        ("test {0}: '{1}' should read {2}, but reads {3}", "测试 {0}：“{1}” 应为 {2}，实际为 {3}"),
        ("check byte order, address, type and scale against the manual", "请对照说明书检查字节序、地址、类型和倍率"),
        ("The registers of the test, decoded as the profile says, do not give the expected value. Either the profile or the test is wrong.",
         "按模板解码测试中的寄存器，得不到期望的值。不是模板有误，就是测试有误。"));

    public static readonly ProblemKind TestLacksRegisters = new("P226", Severity.Error,
        ("test {0} expects '{1}', but gives no {2}", "测试 {0} 期望 “{1}”，但没有给出{2}"),
        ("add them under 'registers:'", "请在 “registers:” 中补充"),
        ("A test gives every register that the expected points are made of, also status, sign and decimals.",
         "测试必须给出期望点位用到的全部寄存器，包括状态、符号和小数位寄存器。"));

    public static readonly ProblemKind SplitByBlock = new("P227", Severity.Error,
        ("'{0}' lies partly inside a block and partly outside", "“{0}” 一部分在数据块内，一部分在块外"),
        ("make the block whole, or move the point", "请补全数据块，或调整点位"),
        ("A block is read in one request exactly as written, so a value must lie in it completely or not at all.",
         "数据块严格按所写范围一次读取，因此一个值必须完全在块内或完全在块外。"));

    public static readonly ProblemKind DuplicatePoint = new("P228", Severity.Error,
        ("two points are called '{0}'", "有两个点位名为 “{0}”"),
        ("give one of them a name: { quantity: …, point: … }", "请为其中一个命名：{ quantity: …, point: … }"),
        ("A slot's point is called by its quantity unless the file names it. Two slots with the same quantity need two names.",
         "通道的点位默认以量命名。两个通道测同一种量时，需要各自命名。"));

    public static readonly ProblemKind OddStart = new("P229", Severity.Error,
        ("{0} starts at an odd address, but the device wants even ones", "{0} 的起始地址为奇数，而设备要求偶数"),
        ("check the address, or remove 'even_starts'", "请检查地址，或删除 even_starts"),
        ("With even_starts every request begins at an even protocol address.", "启用 even_starts 后，每次请求都从偶数协议地址开始。"));

    public static readonly ProblemKind TestOverlap = new("P230", Severity.Error,
        ("the test gives {0} twice", "测试重复给出了 {0}"),
        ("give every register once", "每个寄存器只写一次"),
        ("Two lines of a test say what the same register holds, so it is not clear which one counts.", "测试中有两行给出同一寄存器的内容，无法确定以哪一行为准。"));

    public static readonly ProblemKind ScaleNeeded = new("P231", Severity.Error,
        ("slot '{0}' needs the resolution that is set on the device", "通道 “{0}” 需要设备上设定的分辨率"),
        ("write { quantity: {1}, scale: 0.01 } with the device's own resolution", "请写 { quantity: {1}, scale: 0.01 }，填入设备的实际分辨率"),
        ("The device sends a number without its decimals, and how many there are is set on the device. With a wrong resolution a value would be wrong by ten "
            + "and look right. Compare with the display after setting it.",
         "设备只发送不带小数点的数字，小数位数在设备上设定。分辨率写错时，数值会差十倍却看似正常。设置后请与显示屏核对。"));

    public static readonly ProblemKind NoConversion = new("P240", Severity.Error,
        ("there is no exact conversion from '{0}' to '{1}'", "“{0}” 到 “{1}” 没有精确换算"),
        ("leave the code out: the value then reads bad while the device is set to it", "请删除该代码；设备设为此单位时，数值将判为无效"),
        ("With unit_from the number is converted from the unit that the device is set to into the point's unit. Only conversions whose factor is exact by "
            + "definition are known; a code that is not listed makes the value bad, never wrong.",
         "unit_from 把设备当前单位的数字换算成点位的单位。只支持按定义精确的换算；未列出的代码使数值无效，而不会出错。"));

    public static readonly ProblemKind CannotWrite = new("P241", Severity.Error,
        ("{0} cannot be written so", "{0} 不能这样写入"),
        ("write holding registers, or one coil as 'value: 0' or 'value: 1'", "只能写保持寄存器，或以 “value: 0/1” 写一个线圈"),
        ("Input registers and discrete inputs can only be read. A start sequence writes one register or coil with 'value', or registers with 'values'.",
         "输入寄存器和离散输入只能读取。启动步骤用 value 写一个寄存器或线圈，用 values 写多个寄存器。"));

    public static readonly ProblemKind NeverWritten = new("P242", Severity.Error,
        ("the start sequence writes {0}, which 'never_write' forbids", "启动步骤写入 {0}，而 “never_write” 禁止写入"),
        ("remove one of the two", "请删除其中之一"),
        ("never_write lists what no command may write: calibration, addresses, resets. A start sequence is no exception.",
         "never_write 列出任何命令都不得写入的内容：标定、地址、复位。启动步骤也不例外。"));

    public static readonly ProblemKind FirmwareRange = new("P243", Severity.Error,
        ("'{0}' is no range of versions", "“{0}” 不是有效的版本范围"),
        ("write conditions such as \">=1.4\" or \">=1.4 <2\"", "请写条件，例如 \">=1.4\" 或 \">=1.4 <2\""),
        ("The gateway compares the version that the device tells with this range at every connect, and raises an alarm when it lies outside.",
         "网关每次连接时将设备版本与该范围比较，超出时报警。"));

    public static readonly ProblemKind TestLacksOrder = new("P244", Severity.Error,
        ("test {0} does not say its byte order", "测试 {0} 没有写明字节序"),
        ("add 'byte_order:' to the test, one of {1}", "请在测试中添加 “byte_order:”，可选：{1}"),
        ("The profile leaves the byte order to the site, because its source does not tell. A test must say in which order its registers are.",
         "来源未说明字节序，模板把它留给站点选择。因此测试必须写明寄存器的字节序。"));

    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        NameMismatch, AddressNotation, AddressRange, TypeUnfit, LengthMissing, KeyUnfit, SentinelUnfit, UnknownPoint, ReasonMissing, Overlap, SameRegisters,
            TooWide,
        RangeOrder, NoTests, NothingMeasured, DoesNotFit, StaleTooShort, QuantityMisspelt, ReservedName, ScaleZero, SerialSettings,
        UnknownSlot, NotOffered, TestFailed, TestLacksRegisters, SplitByBlock, DuplicatePoint, OddStart, TestOverlap, ScaleNeeded,
        NoConversion, CannotWrite, NeverWritten, FirmwareRange, TestLacksOrder,
    ];
}
