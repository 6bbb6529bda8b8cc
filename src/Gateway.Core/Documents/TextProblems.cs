namespace Gateway.Core.Documents;

/// <summary>Family Y: the text of a file, before it means anything.</summary>
internal static class TextProblems
{
    public static readonly ProblemKind NotUtf8 = new("Y001", Severity.Error,
        ("byte 0x{0} is not UTF-8 text", "字节 0x{0} 不是 UTF-8 文本"),
        ("save the file as UTF-8; an editor on Chinese Windows may have written GBK", "请将文件另存为 UTF-8；中文 Windows 的编辑器可能保存成了 GBK"),
        ("Files are read as UTF-8, with or without a byte order mark. A byte was found that no UTF-8 text contains, most often because an editor saved "
            + "the file in its system's own code page, such as GBK. Choose \"UTF-8\" when saving, or convert: iconv -f GBK -t UTF-8 old.yaml > new.yaml",
         "文件按 UTF-8 读取，有无 BOM 均可。此处的字节不属于 UTF-8，通常是编辑器按系统代码页（如 GBK）保存所致。"
            + "请在保存时选择 “UTF-8”，或转换：iconv -f GBK -t UTF-8 old.yaml > new.yaml"));

    public static readonly ProblemKind TabIndent = new("Y002", Severity.Error,
        ("a tab is used to indent", "用制表符（Tab）缩进"),
        ("indent with spaces, two for each level", "请用空格缩进，每级两个"),
        ("YAML shows by indentation what belongs to what, and allows only spaces for it, because a tab is as wide as each editor likes. "
            + "Replace the tabs by spaces and let the editor insert spaces for the Tab key.",
         "YAML 用缩进表示从属关系，且只允许空格，因为制表符的宽度随编辑器而变。请改为空格，并将编辑器的 Tab 键设为输入空格。"));

    public static readonly ProblemKind FullWidthColon = new("Y003", Severity.Error,
        ("full-width colon '：' where YAML needs ': '", "此处是全角冒号 “：”，YAML 需要半角 “: ”"),
        ("type ':' and a space with the input method switched to English", "请切换到英文输入法，输入半角冒号和一个空格"),
        ("After a key YAML needs the ASCII colon ':' followed by a space. A Chinese input method types '：' instead, which to YAML is a letter like any "
            + "other. In labels and other text the full-width colon is fine.",
         "键之后必须是半角冒号 “:” 加一个空格。中文输入法输入的是 “：”，在 YAML 中只是普通字符。标签等文本内容中可以使用全角冒号。"));

    public static readonly ProblemKind FullWidthMark = new("Y004", Severity.Error,
        ("full-width '{0}' where YAML needs '{1}'", "此处是全角 “{0}”，YAML 需要半角 “{1}”"),
        ("type it with the input method switched to English", "请切换到英文输入法后重新输入"),
        ("Commas between items, quotation marks around a text and brackets must be the ASCII ones: , \" ' { } [ ]. The full-width marks of a Chinese "
            + "input method are ordinary letters to YAML and may stand inside a text only.",
         "分隔用的逗号、文本外的引号和括号都必须是半角字符：, \" ' { } [ ]。中文输入法的全角符号在 YAML 中只是普通字符，只能出现在文本内容里。"));

    public static readonly ProblemKind MissingSpace = new("Y005", Severity.Error,
        ("no space after the colon of '{0}'", "“{0}” 的冒号后缺少空格"),
        ("write '{0}: ' with a space after the colon", "请写成 “{0}: ”，冒号后加一个空格"),
        ("A key ends with a colon and a space. Without the space YAML takes key, colon and value as one word, because a colon may be part of a text, "
            + "as in hr:2 or tcp://host:502.",
         "键以冒号加空格结束。缺少空格时，YAML 会把键、冒号和值当成一个词，因为文本中可以含有冒号，例如 hr:2 或 tcp://host:502。"));

    public static readonly ProblemKind DuplicateKey = new("Y006", Severity.Error,
        ("key '{0}' is here twice", "键 “{0}” 重复"),
        ("keep one of the two", "请保留其中一个"),
        ("Two equal keys in one map: many programs silently use the last one, so that what a person reads first has no effect. "
            + "Here both are shown and neither is chosen for you.",
         "同一层中有两个相同的键：许多程序会悄悄采用后一个，先看到的内容便不起作用。此处把两处都列出，由您决定保留哪一个。"));

    public static readonly ProblemKind LeadingZero = new("Y007", Severity.Error,
        ("'{0}' may be read as {1} or as octal {2}", "“{0}” 可能被理解为 {1}，也可能是八进制的 {2}"),
        ("write {1}, or 0o{3} if octal is meant, or put a text in quotes", "请写成 {1}；若确为八进制请写 0o{3}；若为文本请加引号"),
        ("A number with a leading zero is octal in YAML 1.1 and decimal in YAML 1.2, so two programs can read two numbers. Leave the zero out.",
         "以 0 开头的数字在 YAML 1.1 中是八进制，在 YAML 1.2 中是十进制，不同程序会读出不同的值。请去掉前导 0。"));

    public static readonly ProblemKind LooseBoolean = new("Y008", Severity.Error,
        ("'{0}' where true or false is needed", "此处需要 true 或 false，而不是 “{0}”"),
        ("write {1}", "请写 {1}"),
        ("Old YAML took yes, no, on and off for true and false; YAML 1.2 takes them for words (NO is also the country code of Norway). "
            + "Only true and false are accepted here.",
         "旧版 YAML 把 yes、no、on、off 当作真假值，YAML 1.2 则视为普通文字（NO 也是挪威的国家代码）。这里只接受 true 和 false。"));

    public static readonly ProblemKind UnclosedQuote = new("Y009", Severity.Error,
        ("the quotation mark {0} is not closed on this line", "引号 {0} 在本行没有配对"),
        ("close the text with {0} at its end", "请在文本结尾补上 {0}"),
        ("A text in quotes ends on the line where it began. A forgotten closing mark would otherwise swallow the following lines up to the next mark. "
            + "For several lines of text use '|' after the key.",
         "加引号的文本必须在同一行内结束，否则漏掉的引号会把后面的行一并吞掉。多行文本请在键后使用 “|”。"));

    public static readonly ProblemKind WrongIndent = new("Y010", Severity.Error,
        ("indentation of {0} fits no line above", "缩进 {0} 格与上文任何一级都不一致"),
        ("indent by {1}, like the line shown", "请缩进 {1} 格，与所示的行对齐"),
        ("Lines that belong together begin in the same column. This line begins in a column in which nothing above began, so it is not clear what it "
            + "belongs to. The nearest line that it may belong to is shown.",
         "同一级的行必须从同一列开始。本行的起始列与上文各级都不同，无法判断它属于哪里。已列出最接近的一行供参考。"));

    public static readonly ProblemKind TooDeep = new("Y011", Severity.Error,
        ("more than {0} levels deep", "嵌套超过 {0} 层"),
        ("no file of the gateway needs more than ten levels", "网关的文件不需要超过十层"),
        ("Depth is limited, so that a damaged or malicious file cannot exhaust the program. Look for a bracket that was opened and never closed.",
         "为防止损坏或恶意文件耗尽资源，嵌套层数有上限。请检查是否有未闭合的括号。"));

    public static readonly ProblemKind Alias = new("Y012", Severity.Error,
        ("anchors and aliases (& and *) are not used here", "不支持锚点和别名（& 与 *）"),
        ("write the value out, or put it in quotes if it is a text", "请直接写出内容；若是文本请加引号"),
        ("An alias repeats another part of the file. A few lines of aliases can stand for gigabytes, and a reader cannot see the value where it is used, "
            + "so files are written without them. A text that begins with & or * needs quotes.",
         "别名用于重复文件的其他部分。几行别名就可能展开成数 GB，而且在使用处看不到实际内容，因此不支持。以 & 或 * 开头的文本请加引号。"));

    public static readonly ProblemKind Tag = new("Y013", Severity.Error,
        ("tags (such as {0}) are not used here", "不支持标签（如 {0}）"),
        ("leave it out, or put the value in quotes if it is a text", "请删除；若是文本请加引号"),
        ("A tag (!name) tells a program which type to make of a value. Types are fixed by the keys here, and files cannot ask for others.",
         "标签（!name）用来指定值的类型。这里的类型由键决定，文件不能另行指定。"));

    public static readonly ProblemKind TooLarge = new("Y014", Severity.Error,
        ("the file is larger than {0} bytes", "文件超过 {0} 字节"),
        ("is this the right file?", "请确认是否选错了文件"),
        ("Site files and profiles are a few kilobytes. A larger file is most likely something else, and is refused before it is read.",
         "站点文件和设备模板只有几 KB。更大的文件多半不是配置文件，因此不予读取。"));

    public static readonly ProblemKind NotText = new("Y015", Severity.Error,
        ("the file is {0}, not UTF-8 text", "文件是 {0}，不是 UTF-8 文本"),
        ("save it as UTF-8", "请另存为 UTF-8"),
        ("The file contains NUL bytes. Either it was saved as UTF-16 (\"Unicode\" in old Windows programs), or it is no text at all, for example a file "
            + "that was half written when the power went.",
         "文件中含有 NUL 字节：可能被保存为 UTF-16（旧版 Windows 程序称为 “Unicode”），也可能根本不是文本，例如断电时写了一半的文件。"));

    public static readonly ProblemKind SeveralDocuments = new("Y016", Severity.Error,
        ("a second document begins here", "此处开始了第二个文档"),
        ("remove the line '---' and what follows, or use two files", "请删除 “---” 及其后的内容，或拆成两个文件"),
        ("'---' begins a new document within one file. Each file of the gateway holds exactly one.",
         "“---” 表示在同一文件中开始新的文档。网关的每个文件只能有一个文档。"));

    public static readonly ProblemKind Syntax = new("Y017", Severity.Error,
        ("this cannot be read as YAML: {0}", "无法按 YAML 解析：{0}"),
        ("look at this line and the one above it", "请检查本行和上一行"),
        ("The line does not follow the rules of YAML and none of the usual slips explains it. It is left out and the rest is checked. "
            + "Texts with special characters (: # [ ] { } , & * ! | > ' \" % @ `) are safe in quotes.",
         "本行不符合 YAML 语法，也不是常见的笔误。检查时已跳过本行并继续检查其余内容。含特殊字符（: # [ ] { } , & * ! | > ' \" % @ `）的文本加上引号即可。"));

    public static readonly ProblemKind MissingColon = new("Y018", Severity.Error,
        ("'{0}' has no colon: a line is 'key: value'", "“{0}” 缺少冒号：每行应写成 “键: 值”"),
        ("write a colon and a space after the key", "请在键后加上冒号和空格"),
        ("Each line is a key, a colon, a space and a value; an item of a list begins with '- '. This line is neither.",
         "每行由键、冒号、空格和值组成；列表项以 “- ” 开头。本行两者都不是。"));

    public static readonly ProblemKind UnclosedBracket = new("Y019", Severity.Error,
        ("the bracket '{0}' is not closed", "括号 “{0}” 没有闭合"),
        ("close it with '{1}'", "请补上 “{1}”"),
        ("A bracket opened with { or [ must be closed with } or ] before the next key of the level around it.",
         "用 { 或 [ 打开的括号，必须在上一级的下一个键之前用 } 或 ] 闭合。"));

    public static readonly ProblemKind ControlCharacter = new("Y020", Severity.Error,
        ("the invisible character U+{0} stands here", "此处有不可见字符 U+{0}"),
        ("delete it", "请删除该字符"),
        ("Control characters and foreign line separators come into files by copying from documents or terminals. They are invisible and mean nothing here.",
         "控制字符和特殊换行符常因从文档或终端复制而混入文件。它们不可见，在此没有意义。"));

    public static readonly ProblemKind Unreadable = new("Y021", Severity.Error,
        ("cannot read the file: {0}", "无法读取文件：{0}"),
        ("check the path, and that the user envgw may read it", "请检查路径，以及用户 envgw 是否有读取权限"),
        ("The file does not exist, or the program's user has no right to read it, or the disk reported an error.",
         "文件不存在，或程序的用户没有读取权限，或磁盘报错。"));

    public static readonly ProblemKind ComplexKey = new("Y022", Severity.Error,
        ("a key must be a single word", "键必须是单个词"),
        ("write 'key: value'", "请写成 “键: 值”"),
        ("YAML allows a whole map or list as a key; no file of the gateway has such keys. Often a bracket stands where a text was meant: put it in quotes.",
         "YAML 允许用整个映射或列表作键，但网关的文件不使用这种写法。常见原因是本应加引号的文本以括号开头。"));

    public static readonly ProblemKind UnquotedReference = new("Y023", Severity.Error,
        ("'{0}' inside brackets needs quotation marks", "方括号或花括号内的 “{0}” 需要加引号"),
        ("write \"{0}\"", "请写成 \"{0}\""),
        ("Inside { } and [ ] a brace belongs to YAML, so a reference such as ${secret:name} must stand in quotation marks there.",
         "在 { } 和 [ ] 内，花括号属于 YAML 语法，因此 ${secret:name} 这样的引用必须加引号。"));

    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        NotUtf8, TabIndent, FullWidthColon, FullWidthMark, MissingSpace, DuplicateKey, LeadingZero, LooseBoolean, UnclosedQuote, WrongIndent, TooDeep,
        Alias, Tag, TooLarge, NotText, SeveralDocuments, Syntax, MissingColon, UnclosedBracket, ControlCharacter, Unreadable, ComplexKey,
        UnquotedReference,
    ];
}
