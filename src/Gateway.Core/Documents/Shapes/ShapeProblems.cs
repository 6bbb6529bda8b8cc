namespace Gateway.Core.Documents.Shapes;

/// <summary>
/// What a file's keys and values can do wrong against its shape. The same mistakes have the family S in site files and limit packs, P in profiles.
/// </summary>
internal sealed class ShapeProblems
{
    private ShapeProblems(char family)
    {
        WrongType = new($"{family}101", Severity.Error,
            ("{0} must be {1}, not {2}", "{0} 应为{1}，而不是{2}"),
            ("write {1} here", "请在此处填写{1}"),
            ("Every key has one type of value. A number in quotes is a text; a word without quotes that looks like a number is a number; a key without "
                + "a value has nothing.",
             "每个键的值都有固定类型。加引号的数字是文本；不加引号、形如数字的词是数字；键后没有内容则为空。"));
        MissingKey = new($"{family}102", Severity.Error,
            ("key '{0}' is missing in {1}", "{1}缺少键 “{0}”"),
            ("add '{0}: …': {2}", "请添加 “{0}: …”，含义见 envgw schema print"),
            ("The key has no default that would be right everywhere, so it must be written. envgw schema print shows all keys with their meaning.",
             "该键没有处处适用的默认值，必须填写。envgw schema print 可列出所有键及其含义。"));
        NotAllowed = new($"{family}103", Severity.Error,
            ("'{0}' is not allowed for {1}", "{1} 不允许取值 “{0}”"),
            ("allowed: {2}", "可用的值：{2}"),
            ("The value is one of a fixed list of words. Case matters.", "该值只能取固定列表中的词，区分大小写。"));
        UnknownKey = new($"{family}104", Severity.Error,
            ("unknown key '{0}' in {1}", "{1}中有未知的键 “{0}”"),
            ("keys allowed here: {2}", "此处可用的键：{2}"),
            ("A key that the program does not know would have no effect, and nobody would notice. So it is refused. Look for a spelling mistake, a wrong "
                + "indentation, or a feature of a newer version.",
             "程序不认识的键不会起任何作用，也不会有人发现，因此予以拒绝。请检查拼写、缩进，或是否使用了新版本的功能。"));
        OutOfRange = new($"{family}105", Severity.Error,
            ("{0} must be {1}, not {2}", "{0} 应为{1}，而不是 {2}"),
            ("choose a value within these limits", "请选择范围内的值"),
            ("The value has the right form, but lies outside what works. The limits come from the protocol or from what the hardware can do.",
             "值的形式正确，但超出可用范围。范围来自协议或硬件能力。"));
        WrongForm = new($"{family}106", Severity.Error,
            ("{0} must be {1}, not '{2}'", "{0} 应为{1}，而不是 “{2}”"),
            ("write {1}", "请填写{1}"),
            ("The text does not have the form that is needed here. Durations are written 500ms 60s 5min 2h 30d, sizes 200MB 2GB, serial settings "
                + "9600-8N1, registers hr:2 ir:2 co:2 di:2.",
             "文本形式不符合要求。时长写作 500ms 60s 5min 2h 30d，大小写作 200MB 2GB，串口参数写作 9600-8N1，寄存器写作 hr:2 ir:2 co:2 di:2。"));
        OneOf = new($"{family}107", Severity.Error,
            ("{0} needs exactly one of {1}", "{0}必须且只能有其中一个键：{1}"),
            ("{2} one of them", "请{2}其中一个"),
            ("The keys exclude each other: each says the same thing in another way.", "这些键互相排斥，表达的是同一件事的不同方式。"));
        WrongCount = new($"{family}108", Severity.Error,
            ("{0} needs {1}", "{0} 需要{1}"),
            ("add what is missing or leave the key out", "请补充内容，或删除该键"),
            ("A list or map has fewer or more entries than it can have.", "列表或映射的条目过少或过多。"));
        WrongName = new($"{family}109", Severity.Error,
            ("'{0}' cannot be {1}", "“{0}” 不能作为{1}"),
            ("use {2}", "请使用{2}"),
            ("Names appear in topics, file names and commands, so they are short and made of lower case letters, digits, hyphens and underscores.",
             "名称会用于主题、文件名和命令，因此应简短，只含小写字母、数字、连字符和下划线。"));
        NeedsKey = new($"{family}110", Severity.Error,
            ("'{0}' needs '{1}' beside it", "有 “{0}” 时必须同时有 “{1}”"),
            ("add '{1}'", "请添加 “{1}”"),
            ("One key has no meaning without the other.", "没有后者，前者没有意义。"));
        All = [WrongType, MissingKey, NotAllowed, UnknownKey, OutOfRange, WrongForm, OneOf, WrongCount, WrongName, NeedsKey];
    }

    public static ShapeProblems Site { get; } = new('S');

    public static ShapeProblems Profile { get; } = new('P');

    public ProblemKind WrongType { get; }

    public ProblemKind MissingKey { get; }

    public ProblemKind NotAllowed { get; }

    public ProblemKind UnknownKey { get; }

    public ProblemKind OutOfRange { get; }

    public ProblemKind WrongForm { get; }

    public ProblemKind OneOf { get; }

    public ProblemKind WrongCount { get; }

    public ProblemKind WrongName { get; }

    public ProblemKind NeedsKey { get; }

    public IReadOnlyList<ProblemKind> All { get; }
}
