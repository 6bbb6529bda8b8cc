using Gateway.Core.Documents;
using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Profiles;

/// <summary>Reads the scale section of a profile and checks it against the protocol that it names.</summary>
internal sealed class ScaleCompiler(SourceFile file, ProblemList problems, MapNode root, MapNode scale)
{
    private static readonly Dictionary<string, string> _keys = new()
    {
        [nameof(ScaleOptions.CheckSum)] = "check_sum", [nameof(ScaleOptions.Address)] = "address", [nameof(ScaleOptions.Decimals)] = "decimals",
        [nameof(ScaleOptions.Unit)] = "unit", [nameof(ScaleOptions.MaskParity)] = "parity_bit", [nameof(ScaleOptions.Commands)] = "commands",
        [nameof(ScaleOptions.StreamCommand)] = "stream_command", [nameof(ScaleOptions.Pattern)] = "pattern", [nameof(ScaleOptions.Start)] = "start",
        [nameof(ScaleOptions.End)] = "end", [nameof(ScaleOptions.Poll)] = "poll", [nameof(ScaleOptions.MaximumFrame)] = "longest",
        [nameof(ScaleOptions.NegativeSign)] = "negative", [nameof(ScaleOptions.Template)] = "template",
    };

    private static readonly string[] _ofRegisters = ["identify", "channels", "status"];

    /// <summary>The scale; null when the section does not say it well enough.</summary>
    public ScaleModel? Model()
    {
        foreach (string section in _ofRegisters)
            if (root.Find(section) is { } found) problems.Add(file.Problem(ScaleProblems.SectionUnfit, found.Key.Span, section));
        if (scale.Scalar("protocol") is not { } protocol || !ScaleProtocols.Names.Contains(protocol.Text) || Mode() is not { } mode) return null;
        var options = Options();
        var faults = Faults(protocol.Text, options);
        foreach (var fault in faults) Report(protocol, fault);
        // Modes of a described protocol depend on its options; those of all others do not.
        if (faults.Count == 0 || protocol.Text != ScaleProtocols.Described)
            CheckMode(ScaleProtocols.Create(protocol.Text, faults.Count == 0 ? options : new ScaleOptions()), mode);
        if (faults.Count > 0) return null;
        CheckCommands(ScaleProtocols.Create(protocol.Text, options), mode);
        return new ScaleModel { Protocol = protocol.Text, Mode = mode, Options = options, Stability = Stability() };
    }

    /// <summary>All that is wrong: an address is looked at also where something else is wrong.</summary>
    private static List<ScaleOptionFault> Faults(string protocol, ScaleOptions options)
    {
        IEnumerable<ScaleOptionFault> faults = ScaleProtocols.Check(protocol, options);
        if (protocol != ScaleProtocols.Described) faults = faults.Union(ScaleProtocols.Check(protocol, new ScaleOptions { Address = options.Address }));
        return [.. faults];
    }

    private ScaleModes? Mode() => scale.Text("mode") switch
    {
        "stream" => ScaleModes.Streaming,
        "polled" => ScaleModes.Polled,
        "addressed" => ScaleModes.Addressed,
        _ => null,
    };

    private ScaleOptions Options()
    {
        var usual = new ScaleOptions();
        return usual with
        {
            CheckSum = scale.Text("check_sum") switch { "on" => CheckSumUse.On, "off" => CheckSumUse.Off, _ => CheckSumUse.Auto },
            Address = (int?)scale.Integer("address"),
            Decimals = (int)(scale.Integer("decimals") ?? 0),
            Unit = WeightUnits.Parse(scale.Text("unit")),
            MaskParity = scale.Flag("parity_bit"),
            Commands = [.. scale.Items("commands").OfType<ScalarNode>().Select(command => command.Text)],
            StreamCommand = scale.Text("stream_command"),
            Pattern = scale.Text("pattern"),
            Start = scale.Text("start") ?? usual.Start,
            End = scale.Text("end") ?? usual.End,
            Poll = scale.Text("poll"),
            Template = scale.Text("template"),
            MaximumFrame = (int)(scale.Integer("longest") ?? usual.MaximumFrame),
            NegativeSign = scale.Text("negative") switch { "trailing" => SignStyle.Trailing, "parentheses" => SignStyle.Parentheses, _ => SignStyle.Leading },
        };
    }

    /// <summary>The unit of the points, which is what a person has in mind.</summary>
    private ScaleUnit UnitOfWeights() => root.Entries("points").Select(entry => (entry.Value as MapNode)?.Text("unit")).OfType<string>()
        .Select(WeightUnits.OfUcum).FirstOrDefault(unit => unit != ScaleUnit.None);

    private WeightStability? Stability() =>
        scale.Map("stability") is { } rule && rule.Decimal("within") is { } within && rule.Duration("for") is { } span
            ? new WeightStability(within, rule.Text("unit") is { } unit ? WeightUnits.Parse(unit) : UnitOfWeights(), span)
            : null;

    private void CheckMode(ScaleProtocol protocol, ScaleModes mode)
    {
        if (!protocol.Modes.HasFlag(mode))
        {
            string modes = string.Join(", ", new[] { ScaleModes.Streaming, ScaleModes.Polled, ScaleModes.Addressed }.Where(one => protocol.Modes.HasFlag(one))
                .Select(Word));
            problems.Add(file.Problem(ScaleProblems.ModeUnfit, scale.Scalar("mode")!.Span, protocol.Name, Word(mode), modes));
        }
        if (mode != ScaleModes.Addressed && scale.Find("address") is { } address && mode == ScaleModes.Polled)
            problems.Add(file.Problem(ScaleProblems.OptionUnfit, address.Key.Span, "address", Mode("polled")));
        if (mode == ScaleModes.Streaming && scale.Find("commands") is { } commands)
            problems.Add(file.Problem(ScaleProblems.OptionUnfit, commands.Key.Span, "commands", Mode("stream")));
        if (mode != ScaleModes.Streaming && scale.Find("stream_command") is { } stream)
            problems.Add(file.Problem(ScaleProblems.OptionUnfit, stream.Key.Span, "stream_command", Mode(Word(mode))));
    }

    /// <summary>A command that can never be sent would fail at each poll.</summary>
    private void CheckCommands(ScaleProtocol protocol, ScaleModes mode)
    {
        if (!protocol.Modes.HasFlag(mode)) return;
        string?[] commands = mode == ScaleModes.Streaming ? [protocol.StreamStart] : [.. protocol.Commands];
        int? address = mode == ScaleModes.Addressed ? protocol.Options.Address ?? protocol.Addresses?.Lowest : protocol.Options.Address;
        if (Array.Find(commands, command => command is not null && !CanSay(protocol, command, address)) is not { } unsaid) return;
        var at = scale.Find("commands") ?? scale.Find("poll") ?? scale.Find("stream_command") ?? scale.Find("mode")!;
        bool namesScale = mode != ScaleModes.Addressed && CanSay(protocol, unsaid, protocol.Addresses?.Lowest);
        problems.Add(file.Problem(ScaleProblems.Unusable, at.Key.Span, namesScale
            ? ($"the command '{unsaid}' cannot be sent without an address: write 'mode: addressed'", $"命令 “{unsaid}” 不带地址无法发送：请写 “mode: addressed”")
            : ($"the command '{unsaid}' cannot be sent in this protocol", $"命令 “{unsaid}” 在此协议中无法发送")));
    }

    private static bool CanSay(ScaleProtocol protocol, string command, int? address) =>
        protocol.WritePoll(command, address, stackalloc byte[ScaleProtocol.LongestPoll]) > 0;

    private static Wording Mode(string mode) => ($"with 'mode: {mode}'", $"使用 “mode: {mode}” ");

    private static string Word(ScaleModes mode) => mode switch { ScaleModes.Streaming => "stream", ScaleModes.Polled => "polled", _ => "addressed" };

    private void Report(ScalarNode protocol, ScaleOptionFault fault)
    {
        string key = _keys.GetValueOrDefault(fault.Option, fault.Option);
        var at = scale.Find(key) is { } written ? written.Key.Span : protocol.Span;
        problems.Add(fault.Kind == ScaleOptionFaultKind.NotOfThisProtocol
            ? file.Problem(ScaleProblems.OptionUnfit, at, key, ($"with 'protocol: {protocol.Text}'", $"使用 “protocol: {protocol.Text}” "))
            : file.Problem(ScaleProblems.Unusable, at, Fault(key, fault)));
    }

    private static Wording Fault(string key, ScaleOptionFault fault) => fault.Kind switch
    {
        ScaleOptionFaultKind.PatternMissing => ("this protocol needs a 'pattern'", "此协议必须写 “pattern”"),
        ScaleOptionFaultKind.PatternInvalid =>
            ($"the pattern is no regular expression that can be used: {fault.Detail}", $"pattern 不是可用的正则表达式（{fault.Detail}）"),
        ScaleOptionFaultKind.PatternGroupUnknown => ($"the pattern's group '{fault.Detail}' means nothing", $"pattern 中的组 “{fault.Detail}” 没有含义"),
        ScaleOptionFaultKind.PatternWithoutWeight => ("the pattern has no group 'weight'", "pattern 中没有 weight 组"),
        _ => ($"'{key}' must be {fault.Detail}", $"“{key}” 应为 {fault.Detail}"),
    };
}
